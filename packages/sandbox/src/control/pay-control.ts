import { encodeCents } from '@collect-payment/protocol';
import { Type, type Static } from 'typebox';
import type { Launch } from '../launch.ts';
import type { EnteredPayment } from '../payment/entry.ts';
import { testCards } from '../payment/test-cards.ts';

/** Body of the pay control: all optional, the rest is filled in as a person with a test card would. */
export const PayControl = Type.Object(
  {
    tender: Type.Optional(Type.Union([Type.Literal('card'), Type.Literal('check'), Type.Literal('cash')])),
    cardNumber: Type.Optional(Type.String({ maxLength: 30 })),
    /** `MMYY` */
    expiry: Type.Optional(Type.String({ maxLength: 7 })),
    cvv: Type.Optional(Type.String({ maxLength: 4 })),
    amount: Type.Optional(Type.String({ maxLength: 11 })),
    holderName: Type.Optional(Type.String({ maxLength: 200 })),
    entryMode: Type.Optional(Type.Union([Type.Literal('Keyed'), Type.Literal('Swiped')])),
  },
  { additionalProperties: false },
);

/** Completes a pay control to what the screen would submit. */
export function withDefaults(body: Static<typeof PayControl>, launch: Launch, now: Date): EnteredPayment {
  const { holderName = launch.parameters.cardHolderName, requestedCents } = { ...body, requestedCents: launch.parameters.requestedCents };
  const cardNumber = body.cardNumber ?? testCards[0].number;
  return {
    tender: 'card',
    cardNumber,
    expiry: `12${String(now.getUTCFullYear() + 1).slice(-2)}`,
    cvv: cardNumber.startsWith('3') ? '1234' : '123',
    entryMode: launch.parameters.creditCardKeyed === false ? 'Swiped' : 'Keyed',
    routingNumber: '021000021',
    accountNumber: '000123456789',
    ...(requestedCents !== undefined && { amount: encodeCents(requestedCents) }),
    ...(holderName !== undefined && { holderName }),
    ...body,
  };
}
