/** A void or a refund as it was asked for. Never changes, but for `reason`, which is erased with the session's personal data. */
export interface ReversalTerms {
  /** Made of the caller's Idempotency-Key: the same request is the same reversal, however often it comes. */
  readonly id: string;
  readonly type: 'void' | 'refund';
  /** The payment's, in the case of its receipt. */
  readonly transactionId: string;
  /** Of a void all that was taken. In US cents. */
  readonly cents: number;
  readonly requestedAtMs: number;
  readonly reason?: string;
  /** One that a clerk makes on InstaMed's own page (session/reversal-page.ts). */
  readonly by?: 'screen';
  /** Who asked, and who agreed: the host's own opaque ids of its staff. */
  readonly requestedBy?: string;
  readonly approvedBy?: string;
}

/**
 * Why nothing was taken, for certain.
 *
 * - `declined`: InstaMed refused it;
 * - `funds_transferred`: a void came after the funds were on their way;
 * - `not_carried_out`: the answer to a void was lost, and the payment stood a day later; or its page ended, and the payment stood after that;
 *   or the page of a refund ended before a transaction, and nothing else tells of a refund;
 * - `never_sent`: InstaMed could not be reached for an hour; or nobody got the page.
 */
export type ReversalFailure = 'declined' | 'funds_transferred' | 'not_carried_out' | 'never_sent';

/**
 * `pending` is stored and was not sent; `sent` may have been, by whoever stored `sendId`, and by nobody else ever; `unknown` was sent, and
 * what became of it is being looked up; `unresolved` has no answer and no look-up left: a person must look. It counts as taken.
 */
export type ReversalState =
  | { readonly status: 'pending'; readonly attempt: number }
  | { readonly status: 'sent'; readonly sendId: string; readonly sentAtMs: number }
  | (Sent & { readonly status: 'unknown' })
  | (Sent & { readonly status: 'unresolved'; readonly endedAtMs: number })
  | {
      readonly status: 'succeeded';
      readonly endedAtMs: number;
      readonly foundBy: 'answer' | 'look_up' | 'webhook';
      /** A refund's own; a void has none. */
      readonly reversalTransactionId?: string;
      /** Of a refund on InstaMed's page: what was refunded, where InstaMed says that it is not what was asked for. */
      readonly refundedCents?: number;
    }
  | { readonly status: 'failed'; readonly endedAtMs: number; readonly failure: ReversalFailure; readonly responseCode?: string };

/** InstaMed's page for one void or refund. Address and token are secrets for as long as it is open. */
interface ReversalPage {
  readonly token: string;
  readonly url: string;
  readonly endsAtMs: number;
}

interface Sent {
  readonly sendId: string;
  readonly sentAtMs: number;
  /** InstaMed did answer, and said nothing that decides: what it was asked is no longer under way. */
  readonly answered: boolean;
  /** Since when it is looked up. */
  readonly sinceMs: number;
  /** Where a clerk may make it still. */
  readonly page?: ReversalPage;
}

/** A void or refund: a transaction of its own on a receipt, not a state of the session. */
export type Reversal = ReversalTerms & ReversalState;

export type ReversalIn<Status extends Reversal['status']> = Extract<Reversal, { readonly status: Status }>;
