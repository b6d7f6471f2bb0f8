import { readEvidence, readRefundPage, type InstaMedReceipt } from '@collect-payment/protocol';
import type { Reversal, ReversalIn } from '../session/reversal.ts';
import type { PaymentSession } from '../session/session.ts';
import type { EventOf, SessionEvent } from '../session/session-event.ts';
import type { EngineDependencies } from './engine.ts';
import type { Unavailable } from './gateway.ts';

interface Logs {
  logUnavailable(session: PaymentSession, call: 'lookUpReversal', unavailable: Unavailable): void;
}

interface Look {
  readonly reversal: Reversal;
  readonly page: NonNullable<ReversalIn<'unknown'>['page']>;
  /** The payment's. */
  readonly token: string;
  readonly attempt: number;
}

type Found = Omit<EventOf<'refundPageLookedUp'>, 'type' | 'reversalId' | 'attempt' | 'atMs'>;
type Answer = InstaMedReceipt | 'none' | 'unavailable' | { readonly untilMs: number };

/** Asks for the page's token first, and then for what the page left: on its own token, and, where that is nothing, in the payment's receipt. */
export async function lookUpRefundPage(
  { gateway, clock, random }: EngineDependencies,
  runner: Logs,
  session: PaymentSession,
  { reversal, page, token, attempt }: Look,
): Promise<SessionEvent> {
  const { tenantId, outlet } = session.terms;
  const { id: reversalId, transactionId } = reversal;
  const found = await look();
  const about = { reversalId, attempt, atMs: clock.nowMs() };
  if ('untilMs' in found) return { type: 'reversalLookUpDeferred', ...about, untilMs: found.untilMs, jitter: random() };
  return { type: 'refundPageLookedUp', ...about, ...found };

  async function look(): Promise<Found | { readonly untilMs: number }> {
    const status = await gateway.tokenStatus(tenantId, page.token);
    if (status.type === 'deferred') return { untilMs: status.untilMs };
    if (status.type === 'unavailable') {
      runner.logUnavailable(session, 'lookUpReversal', status);
      return { page: 'unavailable' };
    }
    const { meaning } = status;
    if (meaning !== 'finished' && meaning !== 'expired') return { page: meaning };
    const left = await read(page.token);
    if (isDeferred(left)) return left;
    const onPage = typeof left === 'string' ? left : readRefundPage(left, transactionId);
    if (meaning === 'finished' || onPage !== 'none') return { page: meaning, onPage };
    const paid = await read(token);
    if (isDeferred(paid)) return paid;
    if (typeof paid === 'string') return { page: meaning, onPage, onPayment: paid === 'none' ? { type: 'nothing' } : paid };
    const dated = paid.transactionDate === undefined ? {} : { receiptAtMs: Date.parse(paid.transactionDate) };
    return { page: meaning, onPage, onPayment: readEvidence(paid, transactionId), ...dated };
  }

  async function read(from: string): Promise<Answer> {
    const answer = await gateway.viewReceipt(tenantId, outlet, from);
    switch (answer.type) {
      case 'receipt':
        return answer.receipt;
      case 'no-receipt':
        return 'none';
      case 'deferred':
        return { untilMs: answer.untilMs };
      case 'unavailable':
        runner.logUnavailable(session, 'lookUpReversal', answer);
        return 'unavailable';
      default:
        return answer satisfies never;
    }
  }
}

const isDeferred = (answer: Answer): answer is { readonly untilMs: number } => typeof answer === 'object' && 'untilMs' in answer;
