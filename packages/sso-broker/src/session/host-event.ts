import type { WebhookEvent, WebhookEventType } from '@collect-payment/contract';
import type { AttentionItem } from './attention-item.ts';
import { attentionItemsOf } from './attention-item.ts';
import { outcomeOf, timeOf } from './outcome.ts';
import type { PaymentReport } from './payment-report.ts';
import { reportsOf } from './payment-reports.ts';
import type { ReversalIn } from './reversal.ts';
import { findReversal, reversalsOf } from './reversals.ts';
import { isPaid, isSettled, type PaymentSession } from './session.ts';

/** Something the host's server is told, once. */
export interface HostEvent {
  /** Made of the session's id and sequence: the same decision, stored again, is the same event. */
  readonly id: string;
  readonly tenantId: string;
  readonly sessionId: string;
  readonly atMs: number;
  readonly message: WebhookEvent;
}

/** What the step from one session to the next gives the host to know. Pure: it is stored with the step, or not at all. */
export function hostEventsOf(from: PaymentSession, to: PaymentSession): readonly HostEvent[] {
  const type = newsOf(from, to);
  const messages = [
    ...(type === undefined ? [] : [messageOf(type, to)]),
    ...endedReversals(from, to).map((reversal) => reversalMessageOf(reversal, to)),
    ...reportsOf(to)
      .slice(reportsOf(from).length)
      .map((report) => reportMessageOf(report, to)),
    ...attentionItemsOf(from, to).map((item) => messageOf('payment.needs_attention', to, item)),
  ];
  const { id: sessionId, tenantId } = to.terms;
  return messages.map((message, index) => ({
    id: `evt_${sessionId.replace(/^ps_/, '')}_${to.sequence}${index === 0 ? '' : `_${index + 1}`}`,
    tenantId,
    sessionId,
    atMs: to.updatedAtMs,
    message,
  }));
}

function newsOf(from: PaymentSession, to: PaymentSession): WebhookEventType | undefined {
  if (to.status === from.status) return undefined;
  if (isSettled(to)) return settledNews(from, to.late && (isPaid(to) || to.status === 'saved'));
  // A launch that came to nothing leads back to an expiry that was told already.
  if (to.status === 'expired') return from.status === 'launching' ? undefined : 'payment.expired';
  return to.status === 'unresolved' ? 'payment.unresolved' : undefined;
}

/** The first settlement is told as such; a payment, or a saved card, found after the host was told otherwise, or after another launch, is late. */
function settledNews(from: PaymentSession, doneLate: boolean): WebhookEventType | undefined {
  if (doneLate) return 'payment.completed_late';
  return isSettled(from) ? undefined : 'payment.settled';
}

/** Voids and refunds of which this step says for certain what became of them. What nobody can tell is told as `payment.needs_attention`. */
function endedReversals(from: PaymentSession, to: PaymentSession): readonly ReversalIn<'succeeded' | 'failed'>[] {
  return reversalsOf(to).filter(
    (reversal): reversal is ReversalIn<'succeeded' | 'failed'> =>
      (reversal.status === 'succeeded' || reversal.status === 'failed') && findReversal(from, reversal.id)?.status !== reversal.status,
  );
}

const reversalNews = {
  void: { succeeded: 'payment.voided', failed: 'payment.void_failed' },
  refund: { succeeded: 'payment.refunded', failed: 'payment.refund_failed' },
} as const;

function reversalMessageOf({ id, type, status, transactionId }: ReversalIn<'succeeded' | 'failed'>, session: PaymentSession): WebhookEvent {
  const { status: sessionStatus, sequence, terms, updatedAtMs } = session;
  return {
    type: reversalNews[type][status],
    timestamp: timeOf(updatedAtMs),
    data: { sessionId: terms.id, status: sessionStatus, sequence, transactionId, reversalId: id },
  };
}

function reportMessageOf({ type, transactionId }: PaymentReport, session: PaymentSession): WebhookEvent {
  const { status, sequence, terms, updatedAtMs } = session;
  return {
    type: 'payment.reported',
    timestamp: timeOf(updatedAtMs),
    data: { sessionId: terms.id, status, sequence, transactionId, report: type },
  };
}

function messageOf(type: WebhookEventType, session: PaymentSession, item?: AttentionItem): WebhookEvent {
  const { status, sequence, terms, updatedAtMs } = session;
  const { final, late, transactionId } = outcomeOf(session) ?? {};
  const known = item === undefined ? { final, late, transactionId } : { transactionId: item.transactionId };
  const attention = item === undefined ? {} : { attentionId: item.id, reason: item.reason };
  return {
    type,
    timestamp: timeOf(updatedAtMs),
    data: { sessionId: terms.id, status, sequence, ...withoutUndefined(known), ...attention },
  };
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function withoutUndefined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
