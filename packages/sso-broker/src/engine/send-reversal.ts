import { readEvidence } from '@collect-payment/protocol';
import type { Reversal } from '../session/reversal.ts';
import { findPayment, findReversal } from '../session/reversals.ts';
import type { ReversalEffect } from '../session/effect.ts';
import type { PaymentSession } from '../session/session.ts';
import type { SessionEvent } from '../session/session-event.ts';
import type { Claim, ClaimedEffect } from '../storage/store.ts';
import type { EngineDependencies } from './engine.ts';
import { lookUpRefundPage } from './look-up-refund-page.ts';
import type { Gateway, ReversalCallAnswer, Unavailable } from './gateway.ts';

const sendIdBytes = 8;

/** Of the runner, which calls this, what is called here. */
interface Decides {
  apply(session: PaymentSession, event: SessionEvent, performed?: Claim): Promise<PaymentSession>;
  logUnavailable(session: PaymentSession, call: 'sendReversal' | 'lookUpReversal', unavailable: Unavailable): void;
}

/**
 * Sends a void or refund once: whoever has stored that it sends it does, under a claim, and nobody ever again. Found as sent, it was somebody
 * else's, who is gone or was overtaken: then it is looked up. An answer to our own call is stored though the claim be lost: it is the truth.
 */
export async function sendReversal(
  dependencies: EngineDependencies,
  runner: Decides,
  session: PaymentSession,
  effect: ReversalEffect,
  claimed: ClaimedEffect,
): Promise<void> {
  const { gateway, clock, randomBytes } = dependencies;
  const { reversalId } = effect;
  if (findReversal(session, reversalId)?.status !== 'pending') {
    await runner.apply(session, { type: 'reversalAnswerLost', reversalId, atMs: clock.nowMs() }, claimed);
    return;
  }
  const sendId = Buffer.from(randomBytes(sendIdBytes)).toString('hex');
  const stored = await runner.apply(session, { type: 'reversalSent', reversalId, sendId, atMs: clock.nowMs() });
  const reversal = findReversal(stored, reversalId);
  // Somebody else was first. What becomes of the claim is decided when it has ended.
  if (reversal?.status !== 'sent' || reversal.sendId !== sendId) return;
  const { tenantId, outlet } = stored.terms;
  const { type, transactionId, cents, by, requestedBy: userId } = reversal;
  const tender = findPayment(stored, transactionId)?.receipt.tender === 'check' ? 'check' : 'card';
  const screen = by === 'screen' ? { sessionId: stored.terms.id, ...(userId !== undefined && { userId }) } : undefined;
  const answer = await gateway.reverse({ tenantId, outlet, type, tender, transactionId, cents, ...(screen && { screen }) });
  if (answer.type === 'unavailable') runner.logUnavailable(stored, 'sendReversal', answer);
  const event = eventOf(answer, effect, sendId, dependencies);
  const after = await runner.apply(stored, event, claimed);
  if (event.type === 'reversalAnswered') await runner.apply(after, event);
}

function eventOf(
  answer: ReversalCallAnswer,
  { reversalId, attempt }: ReversalEffect,
  sendId: string,
  { clock, random }: EngineDependencies,
): SessionEvent {
  const atMs = clock.nowMs();
  if (answer.type === 'answered') return { type: 'reversalAnswered', reversalId, sendId, verdict: answer.verdict, atMs };
  if (answer.type === 'opened') return { type: 'reversalPageOpened', reversalId, sendId, token: answer.token, url: answer.url, atMs };
  const notSent = { type: 'reversalNotSent', reversalId, sendId, attempt, jitter: random(), atMs } as const;
  if (answer.type === 'deferred') return { ...notSent, untilMs: answer.untilMs };
  return answer.notSent === true ? notSent : { type: 'reversalAnswerLost', reversalId, atMs };
}

/** Reads the receipt on the payment's token for what it tells of a void or refund. */
export async function lookUpReversal(
  dependencies: EngineDependencies,
  runner: Decides,
  session: PaymentSession,
  { reversalId, attempt }: ReversalEffect,
): Promise<SessionEvent> {
  const { gateway, clock, random } = dependencies;
  const reversal = findReversal(session, reversalId);
  const token = reversal && tokenOf(session, reversal);
  if (reversal === undefined || token === undefined) throw new Error('A stored look-up has no void or refund');
  if (reversal.type === 'refund' && 'page' in reversal && reversal.page !== undefined)
    return lookUpRefundPage(dependencies, runner, session, { reversal, page: reversal.page, token, attempt });
  const { tenantId, outlet } = session.terms;
  // First the page, then the payment: what is read after the page's end is what it left.
  const pageExpired = await hasPageExpired(gateway, tenantId, reversal);
  const answer = await gateway.viewReceipt(tenantId, outlet, token);
  const atMs = clock.nowMs();
  const about = { reversalId, attempt, atMs };
  if (answer.type === 'deferred') return { type: 'reversalLookUpDeferred', ...about, untilMs: answer.untilMs, jitter: random() };
  if (answer.type === 'unavailable') runner.logUnavailable(session, 'lookUpReversal', answer);
  if (answer.type === 'unavailable') return { type: 'reversalLookedUp', ...about, evidence: 'unavailable' };
  if (answer.type === 'no-receipt') return { type: 'reversalLookedUp', ...about, evidence: { type: 'nothing' } };
  const { receipt } = answer;
  const dated = receipt.transactionDate === undefined ? {} : { receiptAtMs: Date.parse(receipt.transactionDate) };
  const evidence = readEvidence(receipt, reversal.transactionId);
  return { type: 'reversalLookedUp', ...about, evidence, ...dated, ...(pageExpired && { pageExpired }) };
}

async function hasPageExpired(gateway: Gateway, tenantId: string, reversal: Reversal): Promise<boolean> {
  if (reversal.status !== 'unknown' || reversal.page === undefined) return false;
  const answer = await gateway.tokenStatus(tenantId, reversal.page.token);
  return answer.type === 'status' && answer.meaning === 'expired';
}

function tokenOf(session: PaymentSession, { transactionId }: Reversal): string | undefined {
  return findPayment(session, transactionId)?.token;
}
