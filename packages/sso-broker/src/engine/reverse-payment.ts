import type { Origin } from '../audit/audit-event.ts';
import { ReversalRefused } from '../session/judge-reversal.ts';
import type { Reversal, ReversalTerms } from '../session/reversal.ts';
import { findPayment, findReversal, refundableCents } from '../session/reversals.ts';
import type { PaymentSession } from '../session/session.ts';
import type { EngineDependencies } from './engine.ts';
import type { ReversalRequest, ReversalResult } from './reversal-request.ts';
import type { Runner } from './runner.ts';

/** Stores the void or refund, and sends it now. What cannot be done now is the poller's: the answer tells how far it came. */
export async function reversePayment(
  { store, clock }: EngineDependencies,
  runner: Runner,
  session: PaymentSession,
  request: ReversalRequest,
  by?: Origin,
): Promise<ReversalResult> {
  const known = findReversal(session, request.id);
  if (known !== undefined && !isSame(known, request)) return { type: 'id_reused' };
  if (known === undefined) {
    try {
      const atMs = clock.nowMs();
      const reversal = termsOf(session, request, atMs);
      const { dailyCeilingCents } = request;
      const limit = dailyCeilingCents === undefined ? undefined : { dailyCeilingCents };
      await runner.apply(session, { type: 'reversalRequested', reversal, atMs, ...limit }, undefined, by);
    } catch (error) {
      if (error instanceof ReversalRefused) return { type: 'refused', reason: error.refusal };
      throw error;
    }
    await runner.performDue(session.terms.id);
  }
  const after = (await store.load(session.terms.id)) ?? session;
  const reversal = findReversal(after, request.id);
  if (reversal === undefined) throw new Error('A stored void or refund is gone');
  return { type: 'reversal', reversal, session: after };
}

/** @throws ReversalRefused when there is nothing to take back */
function termsOf(session: PaymentSession, request: ReversalRequest, requestedAtMs: number): ReversalTerms {
  const { dailyCeilingCents: _, cents: askedCents, ...asked } = request;
  const payment = findPayment(session, request.transactionId);
  if (payment === undefined) throw new ReversalRefused('payment_unknown');
  const cents = request.type === 'void' ? payment.verdict.approvedCents : (askedCents ?? refundableCents(session, payment));
  if (cents === 0) throw new ReversalRefused('too_large');
  return { ...asked, transactionId: payment.receipt.transactionId, cents, requestedAtMs };
}

function isSame(known: Reversal, { type, cents, by }: ReversalRequest): boolean {
  return known.type === type && known.by === by && (cents === undefined || known.cents === cents);
}
