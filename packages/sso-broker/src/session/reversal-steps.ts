import { sameTransaction } from '@collect-payment/protocol';
import { giveUpReversalPage } from './reversal-page.ts';
import { judgeReversal, ReversalRefused } from './judge-reversal.ts';
import { endReversal, lookUp } from './reversal-end.ts';
import type { Reversal, ReversalIn } from './reversal.ts';
import { findReversal, reversalsOf, termsOf, withReversal } from './reversals.ts';
import { reversalGiveUpMs, reversalPauseMs } from './reversal-schedule.ts';
import type { PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';

/**
 * Stores what is wanted, and the work to do it. The same id again is the same request.
 *
 * @throws ReversalRefused
 */
export function requestReversal(session: PaymentSession, { reversal: asked }: EventOf<'reversalRequested'>): Step {
  if (findReversal(session, asked.id) !== undefined) return unchanged(session);
  const refusal = judgeReversal(session, asked);
  if (refusal !== undefined) throw new ReversalRefused(refusal);
  const reversal: Reversal = { ...asked, status: 'pending', attempt: 0 };
  const effect = { type: 'sendReversal', reversalId: asked.id, attempt: 0, dueAtMs: asked.requestedAtMs } as const;
  return [{ ...session, reversals: [...reversalsOf(session), reversal] }, [effect]];
}

/** From here on it may be at InstaMed. Whoever has stored this sends it; nobody else does, now or later. */
export function markSent(session: PaymentSession, { reversalId, sendId, atMs }: EventOf<'reversalSent'>): Step {
  const reversal = findReversal(session, reversalId);
  if (reversal?.status !== 'pending') return unchanged(session);
  return [withReversal(session, { ...termsOf(reversal), status: 'sent', sendId, sentAtMs: atMs }), []];
}

/** It did not leave: no connection was made, or calls are held back. Tried again for an hour, and given up for certain after that. */
export function retrySend(session: PaymentSession, event: EventOf<'reversalNotSent'>): Step {
  const { atMs, attempt, jitter, untilMs } = event;
  const reversal = sentOf(session, event);
  if (reversal?.status !== 'sent') return unchanged(session);
  const terms = termsOf(reversal);
  if (reversal.by === 'screen') return giveUpReversalPage(session, reversal, atMs);
  if (atMs - terms.requestedAtMs >= reversalGiveUpMs) {
    return endReversal(session, { ...terms, status: 'failed', endedAtMs: atMs, failure: 'never_sent' }, atMs);
  }
  const dueAtMs = Math.max(untilMs ?? 0, atMs) + reversalPauseMs(attempt, jitter);
  const effect = { type: 'sendReversal', reversalId: terms.id, attempt: attempt + 1, dueAtMs } as const;
  return [withReversal(session, { ...terms, status: 'pending', attempt: attempt + 1 }), [effect]];
}

/** InstaMed's own answer to our own call: true however late it comes, and whoever has begun to look meanwhile. */
export function followAnswer(session: PaymentSession, event: EventOf<'reversalAnswered'>): Step {
  const { verdict, atMs } = event;
  const reversal = sentOf(session, event);
  if (reversal === undefined) return unchanged(session);
  const terms = termsOf(reversal);
  switch (verdict.type) {
    case 'taken': {
      const { transactionId } = verdict;
      const own = transactionId === undefined ? {} : { reversalTransactionId: transactionId };
      return endReversal(session, { ...terms, status: 'succeeded', endedAtMs: atMs, foundBy: 'answer', ...own }, atMs);
    }
    case 'refused': {
      const failure = verdict.fundsTransferred ? 'funds_transferred' : 'declined';
      const { responseCode } = verdict;
      const said = responseCode === undefined ? {} : { responseCode };
      return endReversal(session, { ...terms, status: 'failed', endedAtMs: atMs, failure, ...said }, atMs);
    }
    case 'doubt':
      // One that was approved is not over when the payment stands at the first look.
      return reversal.status === 'sent' ? lookUp(session, reversal, atMs, verdict.approved !== true) : unchanged(session);
    default:
      return verdict satisfies never;
  }
}

/** Whoever sent it has no answer, or is gone. It is never sent again: what became of it is looked up. */
export function loseAnswer(session: PaymentSession, { reversalId, atMs }: EventOf<'reversalAnswerLost'>): Step {
  const reversal = findReversal(session, reversalId);
  if (reversal?.status === 'sent' && reversal.by === 'screen') return giveUpReversalPage(session, reversal, atMs);
  return reversal?.status === 'sent' ? lookUp(session, reversal, atMs, false) : unchanged(session);
}

/** InstaMed says by webhook that something was taken back: one of ours that was given up is looked at once more. */
export function lookAgain(session: PaymentSession, hintedTransactionIds: readonly string[], atMs: number): Step {
  const effects = reversalsOf(session).flatMap(({ id, status, transactionId }) => {
    const meant = status === 'unresolved' && hintedTransactionIds.some((hinted) => sameTransaction(hinted, transactionId));
    return meant ? [{ type: 'lookUpReversal', reversalId: id, attempt: 0, dueAtMs: atMs } as const] : [];
  });
  return [session, effects];
}

type AnsweredBy = { readonly reversalId: string; readonly sendId: string };

function sentOf(session: PaymentSession, { reversalId, sendId }: AnsweredBy): ReversalIn<'sent' | 'unknown' | 'unresolved'> | undefined {
  const reversal = findReversal(session, reversalId);
  return reversal !== undefined && 'sendId' in reversal && reversal.sendId === sendId ? reversal : undefined;
}
