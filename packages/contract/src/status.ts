import { Type, type Static } from 'typebox';

/**
 * Where a payment session stands.
 *
 * `unresolved` is doubt, not failure: the payment page was open and nobody could yet tell whether money moved.
 * `expired` is not "unpaid": look-ups go on, and a late approval moves the session to `approved`.
 * `saved` is the end of `save-on-file`: InstaMed keeps the card, and no money moved.
 */
export const PaymentSessionStatus = Type.Union(
  [
    Type.Literal('created'),
    Type.Literal('launching'),
    Type.Literal('open'),
    Type.Literal('confirming'),
    Type.Literal('unresolved'),
    Type.Literal('expired'),
    Type.Literal('approved'),
    Type.Literal('partially_approved'),
    Type.Literal('saved'),
    Type.Literal('declined'),
    Type.Literal('canceled'),
    Type.Literal('failed'),
  ],
  { $id: 'PaymentSessionStatus' },
);
export type PaymentSessionStatus = Static<typeof PaymentSessionStatus>;

/** The statuses in which the session is over for a page: it can no longer be launched, and `payment-settled` has its answer. */
export type SettledStatus = Extract<PaymentSessionStatus, 'approved' | 'partially_approved' | 'saved' | 'declined' | 'canceled' | 'failed'>;
