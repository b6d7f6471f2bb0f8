import { Type, type Static } from 'typebox';
import { Money } from './money.ts';

/** Where the approved amount was read; ViewReceipt itself names no amount (instamed-protocol.md §3.3). */
export const ApprovedAmountSource = Type.Union([
  Type.Literal('partialApprovalAmount'),
  Type.Literal('responseMessage'),
  Type.Literal('requested'),
]);
export type ApprovedAmountSource = Static<typeof ApprovedAmountSource>;

/** A card that InstaMed keeps, as its receipt describes it. Absent fields are not known, or have been erased. */
export const SavedCard = Type.Object(
  {
    /** What a sale on the card names it by: `tender` `saved-on-file` of `POST /v1/payments`. By a secret key only; no page ever gets it. */
    saveOnFileTransactionId: Type.Optional(Type.String()),
    brand: Type.Optional(Type.String()),
    lastFour: Type.Optional(Type.String()),
    /** By a secret key only, as the year. */
    expirationMonth: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
    expirationYear: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false, $id: 'SavedCard' },
);
export type SavedCard = Static<typeof SavedCard>;

/** What became of the payment, or of the saving of a card. Present once the session is settled or has expired. */
export const Outcome = Type.Object(
  {
    status: Type.Union([
      Type.Literal('approved'),
      Type.Literal('partially_approved'),
      Type.Literal('saved'),
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
    /** Absent of `save-on-file`. */
    requestedAmount: Type.Optional(Money),
    /** Money that was taken. Absent unless approved. */
    approvedAmount: Type.Optional(Money),
    approvedAmountSource: Type.Optional(ApprovedAmountSource),
    /** `requestedAmount` less `approvedAmount`; present when partially approved. */
    balanceDue: Type.Optional(Money),
    /** Of `saved`. */
    savedCard: Type.Optional(SavedCard),
    /** InstaMed's transaction id, 32 hex characters. Of `saved` by a secret key only: it may be the saved card's name as well. */
    transactionId: Type.Optional(Type.String()),
    responseCode: Type.Optional(Type.String()),
  },
  { additionalProperties: false, $id: 'Outcome' },
);
export type Outcome = Static<typeof Outcome>;
