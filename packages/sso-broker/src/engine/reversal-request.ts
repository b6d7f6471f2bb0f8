import type { ReversalRefusal } from '../session/judge-reversal.ts';
import type { Reversal, ReversalTerms } from '../session/reversal.ts';
import type { PaymentSession } from '../session/session.ts';

/** What a host asks for. Without an amount a refund is of all that is left; a void is always of all. */
export interface ReversalRequest extends Pick<
  ReversalTerms,
  'id' | 'type' | 'transactionId' | 'by' | 'reason' | 'requestedBy' | 'approvedBy'
> {
  readonly cents?: number;
  /** What the tenant's voids and refunds of a day (UTC) may come to. */
  readonly dailyCeilingCents?: number;
}

export type ReversalResult =
  | { readonly type: 'reversal'; readonly reversal: Reversal; readonly session: PaymentSession }
  | { readonly type: 'refused'; readonly reason: ReversalRefusal }
  /** The id is that of another request. */
  | { readonly type: 'id_reused' };
