import type { AttentionReason } from '@collect-payment/contract';

/**
 * Something to be remembered once and logged once. `attention` notes want a person: money may have moved without the
 * session's outcome saying so.
 */
export type Note = { readonly atMs: number } & (
  | { readonly code: 'launch_lost'; readonly launchId: string }
  | { readonly code: 'unknown_token_status'; readonly word: string }
  | { readonly code: 'undecided_receipt'; readonly transactionId: string; readonly transactionStatus: string }
  | TransactionNote
  /** A void or refund was sent, and nobody can tell whether it was taken. */
  | { readonly code: 'reversal_unresolved'; readonly transactionId: string; readonly reversalId: string }
  | { readonly code: 'receipt_never_found' }
  /** A sale that no receipt can show was sent, and its answer never came. */
  | { readonly code: 'sale_unresolved' }
  | { readonly code: 'look_up_never_answered' }
  /** Made beside another session for the same thing to be paid, because the host said so. */
  | { readonly code: 'duplicate_allowed'; readonly rivalId: string }
);

/** About a transaction, by its id alone. */
export interface TransactionNote {
  readonly code: 'second_payment' | 'paid_after_cancel' | 'orphan_payment' | 'unmatched_posting' | 'reversal_reported';
  readonly transactionId: string;
  readonly atMs: number;
}

/** A note that wants a person. */
export type AttentionNote = Extract<Note, { readonly code: AttentionReason }>;

const attentionCodes: ReadonlySet<Note['code']> = new Set<AttentionNote['code']>([
  'launch_lost',
  'undecided_receipt',
  'second_payment',
  'paid_after_cancel',
  'orphan_payment',
  'unmatched_posting',
  'reversal_reported',
  'reversal_unresolved',
  'receipt_never_found',
  'sale_unresolved',
  'look_up_never_answered',
]);

/** Whether a person must look at the payment. */
export function wantsAttention(note: Note): note is AttentionNote {
  return attentionCodes.has(note.code);
}
