import type { ReversalEvidence } from '@collect-payment/protocol';
import type { ReversalTerms } from '../../src/session/reversal.ts';
import type { EventOf, PaymentHint } from '../../src/session/session-event.ts';
import { approved } from './receipts.ts';
import { confirming, found, type Story } from './story.ts';

export type PageLook = Pick<EventOf<'refundPageLookedUp'>, 'page' | 'onPage' | 'onPayment' | 'receiptAtMs'>;

/** A session that was paid: 125.00, transaction a1, token T1. */
export const paid = confirming.next(found(approved));

/** What a host asks for: all of the payment a1, at the time of the story's next second. */
export const asked = (story: Story, id: string, change: Partial<ReversalTerms> = {}) =>
  ({
    type: 'reversalRequested',
    reversal: { id, type: 'void', transactionId: 'a1', cents: 12_500, requestedAtMs: story.atMs + 1_000, ...change },
  }) as const;

export const ask = (story: Story, id: string, change: Partial<ReversalTerms> = {}) => story.next(asked(story, id, change));
export const askRefund = (story: Story, id: string, cents: number) => ask(story, id, { type: 'refund', cents });
export const send = (story: Story, id: string, sendId = `send ${id}`) => story.next({ type: 'reversalSent', reversalId: id, sendId });
export const notSent = (story: Story, id: string, more: { readonly attempt?: number; readonly untilMs?: number } = {}) =>
  story.next({ type: 'reversalNotSent', reversalId: id, sendId: `send ${id}`, attempt: 0, jitter: 0.5, ...more });
export const taken = (story: Story, id: string, transactionId?: string) =>
  story.next({
    type: 'reversalAnswered',
    reversalId: id,
    sendId: `send ${id}`,
    verdict: { type: 'taken', ...(transactionId !== undefined && { transactionId }) },
  });
export const refused = (story: Story, id: string, fundsTransferred = false) =>
  story.next({
    type: 'reversalAnswered',
    reversalId: id,
    sendId: `send ${id}`,
    verdict: { type: 'refused', responseCode: '012', fundsTransferred },
  });
export const doubted = (story: Story, id: string) =>
  story.next({ type: 'reversalAnswered', reversalId: id, sendId: `send ${id}`, verdict: { type: 'doubt' } });
/** Approved, and nothing told of the payment. */
export const approvedOnly = (story: Story, id: string) =>
  story.next({ type: 'reversalAnswered', reversalId: id, sendId: `send ${id}`, verdict: { type: 'doubt', approved: true } });
export const lost = (story: Story, id: string) => story.next({ type: 'reversalAnswerLost', reversalId: id });
export const lookedUp = (
  story: Story,
  id: string,
  evidence: ReversalEvidence | 'unavailable',
  afterMs = 1_000,
  more: { readonly pageExpired?: boolean } = {},
) => story.next({ type: 'reversalLookedUp', reversalId: id, attempt: 0, evidence, receiptAtMs: story.atMs, ...more }, afterMs);

/** A clerk has InstaMed's page for it. */
export const openPage = (story: Story, id: string, token = `page ${id}`) =>
  story.next({
    type: 'reversalPageOpened',
    reversalId: id,
    sendId: `send ${id}`,
    token,
    url: `https://online.instamed.com/?token=${token}`,
  });
export const pageLookedUp = (story: Story, id: string, look: PageLook, afterMs = 1_000) =>
  story.next({ type: 'refundPageLookedUp', reversalId: id, attempt: 0, ...look }, afterMs);
export const refundHinted = (story: Story, transactionId: string, more: Partial<PaymentHint> = {}) =>
  story.next({
    type: 'paymentHinted',
    hint: { transactionAction: 'Refund', statusCode: 'C', transactionId, originalTransactionId: 'a1', ...more },
  });

export const standing = { type: 'standing', fundsTransferred: false } as const;
export const refundSeen = (transactionId: string) => ({ type: 'refund', transactionId }) as const;
