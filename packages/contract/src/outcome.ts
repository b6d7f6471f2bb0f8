import { Type, type Static } from 'typebox';
import { Money } from './money.ts';

/** Where the approved amount was read; ViewReceipt itself names no amount (instamed-protocol.md §3.3). */
export const ApprovedAmountSource = Type.Union([
  Type.Literal('partialApprovalAmount'),
  Type.Literal('responseMessage'),
  Type.Literal('requested'),
]);
export type ApprovedAmountSource = Static<typeof ApprovedAmountSource>;

/** What became of the payment. Present once the session is settled or has expired. */
export const Outcome = Type.Object(
  {
    status: Type.Union([
      Type.Literal('approved'),
      Type.Literal('partially_approved'),
      Type.Literal('declined'),
      Type.Literal('canceled'),
      Type.Literal('failed'),
      Type.Literal('expired'),
    ]),
    /** False while look-ups can still find a payment: after `expired`, after `canceled` of an opened page, and after a decline that followed either. */
    final: Type.Boolean(),
    /** True when the payment was found after the session had been reported as canceled, expired or unresolved. */
    late: Type.Boolean(),
    settledAt: Type.String({ format: 'date-time' }),
    requestedAmount: Money,
    /** Money that was taken. Absent unless approved. */
    approvedAmount: Type.Optional(Money),
    approvedAmountSource: Type.Optional(ApprovedAmountSource),
    /** `requestedAmount` less `approvedAmount`; present when partially approved. */
    balanceDue: Type.Optional(Money),
    /** InstaMed's transaction id, 32 hex characters. */
    transactionId: Type.Optional(Type.String()),
    responseCode: Type.Optional(Type.String()),
  },
  { additionalProperties: false, $id: 'Outcome' },
);
export type Outcome = Static<typeof Outcome>;
