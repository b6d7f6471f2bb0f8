import type { Note } from './note.ts';
import { keepReport } from './payment-reports.ts';
import type { ReversalIn } from './reversal.ts';
import { isOpen, mayHaveTaken, reversalsOf, termsOf, withReversal } from './reversals.ts';
import type { PaymentSession } from './session.ts';
import type { Step } from './step.ts';

/** Begins to look up what became of it. */
export function lookUp(session: PaymentSession, reversal: ReversalIn<'sent'>, atMs: number, answered: boolean): Step {
  const { sendId, sentAtMs } = reversal;
  const unknown = { ...termsOf(reversal), status: 'unknown', sendId, sentAtMs, answered, sinceMs: atMs } as const;
  return [withReversal(session, unknown), [{ type: 'lookUpReversal', reversalId: reversal.id, attempt: 0, dueAtMs: atMs }]];
}

/** Ends a void or refund: `unresolved` wants a person. */
export function endReversal(session: PaymentSession, ended: ReversalIn<'succeeded' | 'failed' | 'unresolved'>, atMs: number): Step {
  const { id: reversalId, transactionId } = ended;
  const note: Note = { code: 'reversal_unresolved', transactionId, reversalId, atMs };
  const noted = ended.status === 'unresolved' ? { ...session, notes: [...session.notes, note] } : session;
  return [noteUnexplained(withReversal(noted, ended), transactionId, atMs), []];
}

/** Refunds that InstaMed told of while one of ours was open, and that turn out to be none of ours: somebody else has made them. */
function noteUnexplained(session: PaymentSession, transactionId: string, atMs: number): PaymentSession {
  const { hintedRefunds = [] } = session;
  const refunds = reversalsOf(session).filter(({ type }) => type === 'refund');
  // One that is unresolved may be the one that was told of, and a person looks at it in any case.
  if (hintedRefunds.length === 0 || refunds.some((refund) => isOpen(refund) || (refund.status === 'unresolved' && mayHaveTaken(refund))))
    return session;
  const ours = new Set(refunds.map((refund) => (refund.status === 'succeeded' ? refund.reversalTransactionId?.toLowerCase() : undefined)));
  const foreign = hintedRefunds.filter((refundId) => !ours.has(refundId.toLowerCase()));
  const notes = foreign.map((refundId): Note => ({ code: 'reversal_reported', transactionId: refundId, atMs }));
  const noted: PaymentSession = { ...session, hintedRefunds: [], notes: [...session.notes, ...notes] };
  // Refunds are waited for while one of ours is open; which payment they were of is this one's, where there is no second.
  return foreign.reduce<PaymentSession>(
    (kept, reportedId) => keepReport(kept, { type: 'refunded', transactionId, reportedId, atMs })[0],
    noted,
  );
}
