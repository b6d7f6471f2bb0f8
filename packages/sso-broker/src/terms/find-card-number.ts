import type { CreatePaymentSession } from '@collect-payment/contract';
import { holdsCardNumber, type TextKind } from './card-number.ts';

type Field = readonly [param: string, kind: TextKind, text: string | undefined];

/**
 * The first field of a creation that holds what looks like a card number, in JSON-pointer style without the leading slash. With
 * `cardLikeIds: 'allow'` the host's own numbers are not looked at.
 */
export function findCardNumber(body: CreatePaymentSession, cardLikeIds: 'refuse' | 'allow'): string | undefined {
  return fieldsOf(body).find(
    ([, kind, text]) => text !== undefined && (kind === 'text' || cardLikeIds === 'refuse') && holdsCardNumber(text, kind),
  )?.[0];
}

function fieldsOf({
  patient,
  consumer,
  staff,
  outlet,
  invoice,
  options,
  device,
  metadata = {},
  returnUrl,
}: CreatePaymentSession): readonly Field[] {
  return [
    ['patient/id', 'id', patient.id],
    ['patient/firstName', 'text', patient.firstName],
    ['patient/lastName', 'text', patient.lastName],
    ...consumerFieldsOf(consumer),
    ['staff/id', 'id', staff?.id],
    ['staff/name', 'text', staff?.name],
    ['outlet/merchantId', 'id', outlet?.merchantId],
    ['outlet/storeId', 'id', outlet?.storeId],
    ['outlet/terminalId', 'id', outlet?.terminalId],
    ['invoice', 'id', invoice],
    ['options/cardHolderName', 'text', options?.cardHolderName],
    ['device/name', 'text', device?.name],
    ['device/serialNumber', 'id', device?.serialNumber],
    ['device/firmwareVersion', 'id', device?.firmwareVersion],
    // A name is text too, and is not repeated when it is the one.
    ...Object.keys(metadata).map((name): Field => ['metadata', 'id', name]),
    ...Object.entries(metadata).map(([name, text]): Field => [`metadata/${name}`, 'id', text]),
    ['returnUrl', 'id', returnUrl?.replaceAll(/%20|\+/g, ' ')],
  ];
}

function consumerFieldsOf({ billingAddress = {}, ...person }: NonNullable<CreatePaymentSession['consumer']> = {}): readonly Field[] {
  return [
    ...Object.entries(person).map(([name, text]): Field => [`consumer/${name}`, 'text', text]),
    ...Object.entries(billingAddress).map(([name, text]): Field => [`consumer/billingAddress/${name}`, 'text', text]),
  ];
}
