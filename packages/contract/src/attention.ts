import { Type, type Static } from 'typebox';

/**
 * Why a person must look.
 *
 * - `launch_lost`: a sign-on was sent and its answer never seen; InstaMed may hold a token that nobody watches.
 * - `undecided_receipt`: a receipt whose transactionStatus says neither paid nor unpaid.
 * - `receipt_never_found`: a token was used, and no receipt came within the look-ups.
 * - `look_up_never_answered`: whether a token was paid could not be asked.
 * - `second_payment`: the session was paid twice.
 * - `paid_after_cancel`: the session was canceled, and paid all the same.
 * - `orphan_payment`: InstaMed reports a payment for the session on a token that we never received, or a sale for one that saves a card.
 * - `unmatched_posting`: InstaMed's posting file has a payment of the session that no receipt has shown.
 * - `reversal_reported`: InstaMed reports that a payment we told of was voided, refunded, returned or charged back, and not by us.
 * - `sale_unresolved`: an eCheck was sent, and its answer was lost. It is not sent again; InstaMed's webhook or posting file may name it.
 * - `reversal_unresolved`: a void or refund was sent, and nobody can tell whether it was taken. It is not sent again.
 */
export const AttentionReason = Type.Union(
  [
    Type.Literal('launch_lost'),
    Type.Literal('undecided_receipt'),
    Type.Literal('receipt_never_found'),
    Type.Literal('look_up_never_answered'),
    Type.Literal('second_payment'),
    Type.Literal('paid_after_cancel'),
    Type.Literal('orphan_payment'),
    Type.Literal('unmatched_posting'),
    Type.Literal('reversal_reported'),
    Type.Literal('reversal_unresolved'),
    Type.Literal('sale_unresolved'),
  ],
  { $id: 'AttentionReason' },
);
export type AttentionReason = Static<typeof AttentionReason>;

/** Something a person must look at in InstaMed's portal; open until acknowledged. */
export const AttentionItem = Type.Object(
  {
    id: Type.String(),
    sessionId: Type.String(),
    reason: AttentionReason,
    /** InstaMed's transaction id, where one is known. */
    transactionId: Type.Optional(Type.String()),
    raisedAt: Type.String({ format: 'date-time' }),
    acknowledgedAt: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false, $id: 'AttentionItem' },
);
export type AttentionItem = Static<typeof AttentionItem>;

/** Answer of `GET /v1/attention`, oldest first: pass `nextCursor` on as `after`. */
export const AttentionList = Type.Object(
  { data: Type.Array(AttentionItem), nextCursor: Type.String(), hasMore: Type.Boolean() },
  { additionalProperties: false, $id: 'AttentionList' },
);
export type AttentionList = Static<typeof AttentionList>;
