import type { Display } from '@collect-payment/contract';
import { screenPaths, type SsoParameters } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import { portalOf } from '../configuration/screen-portals.ts';
import type { PaymentTerms, WholeTerms } from '../session/terms.ts';

/** What the sign-on asks for, from what was agreed with the host's server. Nothing of the page's but the display comes in. */
export function writeSsoParameters(account: InstaMedAccount, terms: WholeTerms, display: Display, publicUrl: string): SsoParameters {
  const common = commonParameters(account, terms, display, publicUrl);
  // As public clients open it (instamed-protocol.md §1.6); `requestToken` asks for the name of the card.
  return terms.screen === 'save-on-file' ? { ...common, requestToken: true } : { ...common, ...paymentParameters(account, terms) };
}

/** Who is signed on, for whom, and where the screen is to lead: of every screen. */
function commonParameters(account: InstaMedAccount, terms: WholeTerms, display: Display, publicUrl: string): SsoParameters {
  const { options, patient, staff } = terms;
  const landing = (how: 'confirm' | 'cancel') => `${publicUrl}/return/${how}?session=${terms.id}`;
  return {
    relayState: `${portalOf(account, terms.screen).screensOrigin}${screenPaths[terms.screen]}`,
    accountId: account.accountId,
    ssoAlias: account.ssoAlias,
    id: account.id,
    userId: staff.id,
    responseActionType: 'header',
    patientId: patient.id,
    additionalInfo: { ...(terms.invoice === undefined ? {} : { 1: terms.invoice }), [account.sessionIdField]: terms.id },
    confirmUrl: landing('confirm'),
    cancelUrl: landing('cancel'),
    ...present({
      userName: staff.name,
      patientFirstName: patient.firstName,
      patientLastName: patient.lastName,
      lightWeight: display === 'redirect' ? undefined : true,
      incontext: display === 'incontext' ? true : undefined,
      creditCardKeyed: options.cardEntry === undefined ? undefined : options.cardEntry === 'keyed',
      cardHolderName: options.cardHolderName,
    }),
  };
}

/** What is to be paid, and what of it may be changed on the screen. */
function paymentParameters(account: InstaMedAccount, terms: PaymentTerms): Partial<SsoParameters> {
  const { options } = terms;
  const device = account.signOnDevice === 'send' ? terms.device : undefined;
  return {
    requestedCents: terms.requestedCents,
    ...lockOf(terms),
    ...(terms.screen === 'consumer-payment' && present(consumerOf(terms))),
    ...present({
      deviceName: device?.name,
      deviceSerialNumber: device?.serialNumber,
      deviceFirmwareVersion: device?.firmwareVersion,
      preventCheck: options.hideCheck,
      preventCash: options.hideCash,
      hideGuarantorId: options.hideGuarantorId,
      // Simple Collect has no receipt of its own (instamed-protocol.md §1.8).
      suppressReceipt: options.suppressReceipt ?? (terms.screen === 'simple-collect' ? true : undefined),
      allowPartialPayment: options.allowPartialApproval,
    }),
  };
}

/**
 * ViewReceipt names no amount (instamed-protocol.md §3.3): what could be changed on the screen could not be told afterwards. Where the host lets the
 * amount be changed all the same, the patients' screen keeps the rest locked (§1.5, §1.6).
 */
function lockOf({ screen, options: { readOnly = true } }: WholeTerms): Pick<SsoParameters, 'isReadOnly' | 'populatedFieldsReadOnlyMode'> {
  if (readOnly || screen !== 'consumer-payment') return { isReadOnly: readOnly };
  return { isReadOnly: true, populatedFieldsReadOnlyMode: 'CustomAmount' };
}

/** Who pays in the patients' portal: the patient, unless the host names somebody else. */
function consumerOf({ patient, consumer = {} }: WholeTerms) {
  const { id, firstName, lastName, email, billingAddress = {} } = consumer;
  const named = firstName === undefined && lastName === undefined ? patient : { firstName, lastName };
  return {
    consumerId: id,
    consumerFirstName: named.firstName,
    consumerLastName: named.lastName,
    accountHolderEmailAddress: email,
    billingAddress1: billingAddress.line1,
    billingAddress2: billingAddress.line2,
    billingCity: billingAddress.city,
    billingState: billingAddress.state,
    billingZip: billingAddress.zip,
    billingCountry: billingAddress.country,
    billingAreaCode: billingAddress.areaCode,
    billingPhoneNumber: billingAddress.phoneNumber,
  };
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Leaves out what is undefined: absent and undefined are not the same on the wire. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
