import type { ClaimedNotice, Notice } from './inbox.ts';
import { optional, type Row } from './page-rows.ts';
import { places, type RowCodec } from './row-codec.ts';
import { StoreError } from './store-error.ts';

function readNotice(row: Row, rows: RowCodec): Notice {
  return {
    tenantId: String(row['tenant_id']),
    transactionId: String(row['transaction_id']),
    statusCode: String(row['status_code']),
    transactionAction: String(row['transaction_action']),
    bodySha256: rows.reveal(places.noticeBody, String(row['body_sha256'])),
    receivedAtMs: Number(row['received_at_ms']),
    ...optional('originalTransactionId', row['original_transaction_id'], String),
    ...optional('token', row['token'], (token) => rows.reveal(places.noticeToken, String(token))),
    ...optional('cents', row['cents'], Number),
    ...optional('sessionId', row['session_id'], String),
    ...optional('checkCents', row['check_cents'], Number),
  };
}

/** Rows that were claimed, in the order of their arrival. One that does not open is passed over, as an effect is (effect-row.ts). */
export function readClaimedNotices(claimed: readonly Row[], rows: RowCodec): readonly ClaimedNotice[] {
  return claimed.flatMap((row) => readClaimed(row, rows)).toSorted((one, other) => one.noticeId - other.noticeId);
}

function readClaimed(row: Row, rows: RowCodec): readonly ClaimedNotice[] {
  try {
    return [{ noticeId: Number(row['id']), notice: readNotice(row, rows) }];
  } catch (error) {
    if (error instanceof StoreError) return [];
    throw error;
  }
}

/** The notice as it is stored. */
export function hideNotice(notice: Notice, rows: RowCodec): Notice {
  const { tenantId, bodySha256, token } = notice;
  return {
    ...notice,
    bodySha256: rows.hide(tenantId, places.noticeBody, bodySha256),
    ...(token !== undefined && { token: rows.hide(tenantId, places.noticeToken, token) }),
  };
}
