import { Type, type Static } from 'typebox';
import { Money } from './money.ts';
import { Payment } from './payment.ts';
import { text } from './text.ts';
import { CreatePaymentSession, PaymentSessionView } from './session.ts';

const { patient, staff, outlet, invoice, metadata, duplicates } = CreatePaymentSession.properties;

/** A saved card by its name at InstaMed: 32 hexadecimal digits, no card number. */
const savedCard = Type.String({ pattern: '^[0-9A-Fa-f]{32}$' });
const strict = { additionalProperties: false };

/** What a payment is made by when nobody is before a page. */
export const SaleTender = Type.Union(
  [
    /** A card that InstaMed keeps, by its payment method id. */
    Type.Object({ type: Type.Literal('saved-card'), paymentMethodId: savedCard }, strict),
    /** A card that InstaMed keeps, by the `saveOnFileTransactionId` of a receipt. */
    Type.Object({ type: Type.Literal('saved-on-file'), transactionId: savedCard }, strict),
    /** Cash that was taken; InstaMed writes it down. */
    Type.Object({ type: Type.Literal('cash') }, strict),
    /**
     * An eCheck, where the broker's configuration allows it. Its numbers are sent once and kept nowhere. The last digit of the routing number
     * checks the others.
     */
    Type.Object(
      {
        type: Type.Literal('check'),
        accountType: Type.Union([Type.Literal('checking'), Type.Literal('savings')]),
        routingNumber: Type.String({ pattern: '^[0-9]{9}$' }),
        accountNumber: Type.String({ pattern: '^[0-9]{4,17}$' }),
        holder: Type.Object({ firstName: text(100), lastName: text(100) }, strict),
      },
      strict,
    ),
  ],
  { $id: 'SaleTender' },
);
export type SaleTender = Static<typeof SaleTender>;

/** Body of `POST /v1/payments`. All but the tender is as of a session. */
export const CreatePayment = Type.Object(
  {
    amount: Money,
    patient,
    tender: SaleTender,
    staff,
    outlet,
    invoice,
    /** A part may be approved. */
    allowPartialApproval: Type.Optional(Type.Boolean()),
    metadata,
    duplicates,
  },
  { additionalProperties: false, $id: 'CreatePayment' },
);
export type CreatePayment = Static<typeof CreatePayment>;

/**
 * What became of it: 201 when that is known, 202 while the session is `confirming`, because InstaMed's answer was lost and is being looked up. The
 * `payment` is there when money was taken.
 */
export const CreatedPayment = Type.Object(
  { session: PaymentSessionView, payment: Type.Optional(Payment) },
  { additionalProperties: false, $id: 'CreatedPayment' },
);
export type CreatedPayment = Static<typeof CreatedPayment>;
