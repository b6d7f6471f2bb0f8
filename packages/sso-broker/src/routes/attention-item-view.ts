import type { AttentionItem } from '@collect-payment/contract';
import { timeOf } from '../session/outcome.ts';
import type { StoredAttentionItem } from '../storage/attention-list.ts';

export function attentionItemViewOf({
  id,
  sessionId,
  reason,
  transactionId,
  raisedAtMs,
  acknowledgedAtMs,
}: StoredAttentionItem): AttentionItem {
  return {
    id,
    sessionId,
    reason,
    ...(transactionId !== undefined && { transactionId }),
    raisedAt: timeOf(raisedAtMs),
    ...(acknowledgedAtMs !== undefined && { acknowledgedAt: timeOf(acknowledgedAtMs) }),
  };
}
