import type { AttentionReason } from '@collect-payment/contract';
import type { StoredAttentionItem } from './attention-list.ts';
import { optional, type Row } from './page-rows.ts';

/** An attention item's row as it was stored. */
export function readAttentionItem(row: Row): StoredAttentionItem {
  return {
    id: String(row['id']),
    tenantId: String(row['tenant_id']),
    sessionId: String(row['session_id']),
    reason: String(row['reason']) as AttentionReason,
    raisedAtMs: Number(row['raised_at_ms']),
    ...optional('transactionId', row['transaction_id'], String),
    ...optional('acknowledgedAtMs', row['acknowledged_at_ms'], Number),
  };
}
