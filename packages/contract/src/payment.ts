import { Type, type Static } from 'typebox';
import { Money } from './money.ts';

// Opaque words of the host's: visible characters and single spaces of any language, no control characters.
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001F\\u007F-\\u009F]*$' });

const who = {
  /** Why, for the record. Erased with the session's personal data. */
  reason: Type.Optional(text(200)),
  /** The host's own opaque ids of its staff: who asked, and who agreed. Required, and different, above the tenant's limit. */
  requestedBy: Type.Optional(text(100)),
  approvedBy: Type.Optional(text(100)),
};

/** `screen`: a clerk does it on InstaMed's own page. */
const by = Type.Optional(Type.Literal('screen'));

/** Body of `POST /v1/payments/{transactionId}/void`. */
export const VoidPayment = Type.Object({ by, ...who }, { additionalProperties: false, $id: 'VoidPayment' });
export type VoidPayment = Static<typeof VoidPayment>;

/** Body of `POST /v1/payments/{transactionId}/refund`. Without an amount all that is left is refunded. */
export const RefundPayment = Type.Object(
  { amount: Type.Optional(Money), by, ...who },
  { additionalProperties: false, $id: 'RefundPayment' },
);
export type RefundPayment = Static<typeof RefundPayment>;

/**
 * - `pending`: stored, not sent yet; - `sent`: sent, or about to be; - `unknown`: sent without an answer, being looked up;
 * - `succeeded`, `failed`: for certain; - `unresolved`: nobody can tell, a person must look (`reversal_unresolved` in the attention list).
 */
export const ReversalStatus = Type.Union([
  Type.Literal('pending'),
  Type.Literal('sent'),
  Type.Literal('unknown'),
  Type.Literal('succeeded'),
  Type.Literal('failed'),
  Type.Literal('unresolved'),
]);
export type ReversalStatus = Static<typeof ReversalStatus>;

/**
 * Why nothing was taken back: `declined` by InstaMed; `funds_transferred` before the void came; `not_carried_out`, a void whose answer was lost and
 * whose payment stood a day later, and a page of InstaMed's that ended unused; `never_sent`, because InstaMed could not be reached for an hour, or nobody got the page.
 */
export const ReversalFailure = Type.Union([
  Type.Literal('declined'),
  Type.Literal('funds_transferred'),
  Type.Literal('not_carried_out'),
  Type.Literal('never_sent'),
]);
export type ReversalFailure = Static<typeof ReversalFailure>;

/** A void or a refund: a transaction of its own on a payment. */
export const Reversal = Type.Object(
  {
    id: Type.String({ examples: ['rv_5kP2mQ8sV0xZ3aB6cD9eF1'] }),
    type: Type.Union([Type.Literal('void'), Type.Literal('refund')]),
    status: ReversalStatus,
    amount: Money,
    requestedAt: Type.String({ format: 'date-time' }),
    endedAt: Type.Optional(Type.String({ format: 'date-time' })),
    /** InstaMed's id of the refund. A void has none of its own. */
    transactionId: Type.Optional(Type.String()),
    /** Of a refund by screen: what was refunded, where InstaMed says that it is not `amount`, which was asked for. */
    refundedAmount: Type.Optional(Money),
    /** Of `succeeded`: InstaMed's answer, or a receipt read later, or, of a refund by screen, InstaMed's webhook about it. */
    foundBy: Type.Optional(Type.Union([Type.Literal('answer'), Type.Literal('look_up'), Type.Literal('webhook')])),
    failure: Type.Optional(ReversalFailure),
    /** InstaMed's code of a refusal. */
    responseCode: Type.Optional(Type.String()),
    by,
    ...who,
  },
  { additionalProperties: false, $id: 'Reversal' },
);
export type Reversal = Static<typeof Reversal>;

/** `settled` and `settlement_failed` are about the transfer of the funds; the others about money that went back. */
export const PaymentReportType = Type.Union(
  [
    Type.Literal('voided'),
    Type.Literal('refunded'),
    Type.Literal('returned'),
    Type.Literal('charged_back'),
    Type.Literal('settled'),
    Type.Literal('settlement_failed'),
  ],
  { $id: 'PaymentReportType' },
);
export type PaymentReportType = Static<typeof PaymentReportType>;

/** What InstaMed reported, by webhook or in its posting file. `confirmed`: the payment's receipt, read again, says so too, which only a void's can. */
export const PaymentReport = Type.Object(
  {
    type: PaymentReportType,
    /** InstaMed's id of what it reports: the payment's once more, or its own. */
    transactionId: Type.String(),
    reportedAt: Type.String({ format: 'date-time' }),
    confirmed: Type.Boolean(),
  },
  { additionalProperties: false, $id: 'PaymentReport' },
);

/**
 * What has become of the money: `captured`, and all or a part of it taken back by you, or, as InstaMed reports, by somebody else, by a returned
 * check or by a chargeback. A void or refund under way changes nothing yet.
 */
export const PaymentStatus = Type.Union(
  [
    Type.Literal('captured'),
    Type.Literal('voided'),
    Type.Literal('partially_refunded'),
    Type.Literal('refunded'),
    Type.Literal('returned'),
    Type.Literal('charged_back'),
  ],
  { $id: 'PaymentStatus' },
);
export type PaymentStatus = Static<typeof PaymentStatus>;

/** Answer of `GET /v1/payments/{transactionId}`, and of a void or refund. */
export const Payment = Type.Object(
  {
    /** InstaMed's transaction id of the payment. */
    transactionId: Type.String(),
    sessionId: Type.String(),
    status: PaymentStatus,
    /** By InstaMed's clock, or when it was found where the receipt gives no time. */
    takenAt: Type.String({ format: 'date-time' }),
    capturedAmount: Money,
    /** What was taken back for certain: all of it once voided. */
    reversedAmount: Money,
    /** What can still be refunded: less than the rest while a reversal may have been taken. */
    refundableAmount: Money,
    /** In the order of their requests. */
    reversals: Type.Array(Reversal),
    /** What InstaMed has reported of it that was not your doing, in the order of its coming. */
    reports: Type.Array(PaymentReport),
  },
  { additionalProperties: false, $id: 'Payment' },
);
export type Payment = Static<typeof Payment>;

/** Answer of a void or refund: the reversal as it stands, and the payment with all of them. */
export const ReversedPayment = Type.Object(
  {
    reversal: Reversal,
    payment: Payment,
    /** By screen: the page for the clerk. Its address is a secret for as long as it is open. */
    screen: Type.Optional(
      Type.Object(
        { url: Type.String({ format: 'uri' }), tokenExpiresAt: Type.String({ format: 'date-time' }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false, $id: 'ReversedPayment' },
);
export type ReversedPayment = Static<typeof ReversedPayment>;

/** Body of `POST /v1/payments/{transactionId}/receipt-page`. `requestedBy`: the host's own opaque id of the clerk, who is signed on. */
export const ReceiptPageRequest = Type.Object({ requestedBy: who.requestedBy }, { additionalProperties: false, $id: 'ReceiptPageRequest' });
export type ReceiptPageRequest = Static<typeof ReceiptPageRequest>;

/** InstaMed's own receipt of a payment, for the clerk. Its address is a secret for as long as it is open. */
export const ReceiptPage = Type.Object(
  { url: Type.String({ format: 'uri' }), tokenExpiresAt: Type.String({ format: 'date-time' }) },
  { additionalProperties: false, $id: 'ReceiptPage' },
);
export type ReceiptPage = Static<typeof ReceiptPage>;

/** Answer of `GET /v1/payments`: pass `nextCursor` on as `after`, or keep it as `changedSince`. Absent while nothing has been listed. */
export const PaymentList = Type.Object(
  { data: Type.Array(Payment), nextCursor: Type.Optional(Type.String()), hasMore: Type.Boolean() },
  { additionalProperties: false, $id: 'PaymentList' },
);
export type PaymentList = Static<typeof PaymentList>;
