import { correctRefund, endRefundOnPage, isUnclaimed, keepRefundReport, plausibleReport } from './refund-on-page.ts';
import { namesToken } from './hinted-token.ts';
import { reversalsOf } from './reversals.ts';
import type { PaymentSession } from './session.ts';
import type { PaymentHint } from './session-event.ts';
import type { Step } from './step.ts';

/** The session that knows how much InstaMed says was refunded, once a refund of it was asked for on InstaMed's page. */
export function keepRefunded(session: PaymentSession, { transactionId, originalTransactionId, cents }: PaymentHint): PaymentSession {
  const isOnPage = reversalsOf(session).some(({ type, by }) => type === 'refund' && by === 'screen');
  if (!isOnPage || cents === undefined || originalTransactionId === undefined) return session;
  return keepRefundReport(session, { transactionId, originalTransactionId, cents });
}

/**
 * What a webhook about a refund decides of one on InstaMed's page; undefined where it decides nothing. Whoever sends it has InstaMed's credentials
 * for webhooks, and names the page's own token: no receipt is documented that would say as much, and none says the amount.
 */
export function followRefundHint(session: PaymentSession, hint: PaymentHint, atMs: number): Step | undefined {
  const { transactionId } = hint;
  for (const refund of reversalsOf(session)) {
    if (refund.type !== 'refund' || (refund.status !== 'unknown' && refund.status !== 'unresolved')) continue;
    if (refund.page === undefined || !namesToken(hint, refund.page.token)) continue;
    const isOurs = plausibleReport(session, refund, transactionId) !== undefined && isUnclaimed(session, refund, transactionId);
    if (isOurs) return endRefundOnPage(session, refund, transactionId, 'webhook', atMs);
  }
  const corrected = correctRefund(session, transactionId, atMs);
  return corrected === session ? undefined : [corrected, []];
}
