import type { ClaimedNotice, Notice } from './inbox.ts';
import { optional, type Row } from './page-rows.ts';

function readNotice(row: Row): Notice {
  return {
    tenantId: String(row['tenant_id']),
    transactionId: String(row['transaction_id']),
    statusCode: String(row['status_code']),
    transactionAction: String(row['transaction_action']),
    bodySha256: String(row['body_sha256']),
    receivedAtMs: Number(row['received_at_ms']),
    ...optional('originalTransactionId', row['original_transaction_id'], String),
    ...optional('token', row['token'], String),
    ...optional('sessionId', row['session_id'], String),
  };
}

/** Rows that were claimed, in the order of their arrival. */
export function readClaimedNotices(rows: readonly Row[]): readonly ClaimedNotice[] {
  return rows
    .map((row) => ({ noticeId: Number(row['id']), notice: readNotice(row) }))
    .toSorted((one, other) => one.noticeId - other.noticeId);
}
