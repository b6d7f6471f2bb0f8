import { keyIdOf } from '../sealing/envelope.ts';
import type { Row } from './page-rows.ts';
import { places, type RowCodec } from './row-codec.ts';
import type { RowAccess } from './row-access.ts';

const batchSize = 200;

/** Seals the rows of a tenant that were written before it had a data key, and notes when all of them are. Interrupted, it begins again. */
export async function sealOldRows(access: RowAccess, rows: RowCodec, tenantId: string): Promise<void> {
  await access.transact(async () => {
    await sealEffects(access, rows, tenantId);
    await sealTokens(access, rows, tenantId);
    await sealRequestKeys(access, rows, tenantId);
    await sealNotices(access, rows, tenantId);
    await sealPayments(access, rows, tenantId);
  });
  for (let position: number | undefined = 0; position !== undefined;) {
    const after: number = position;
    position = await access.transact(() => sealSessions(access, rows, tenantId, after));
  }
  await access.query('UPDATE data_keys SET covers_all = 1 WHERE tenant_id = $1', [tenantId]);
}

/** One batch. Answers the position to go on from; undefined when there are no more. */
async function sealSessions(access: RowAccess, rows: RowCodec, tenantId: string, after: number): Promise<number | undefined> {
  const batch = await access.query(
    'SELECT id, document, change_position FROM sessions WHERE tenant_id = $1 AND change_position > $2 ORDER BY change_position LIMIT $3',
    [tenantId, after, batchSize],
  );
  for (const row of batch) {
    const sealed = rows.writeSession(rows.readSession(row));
    // One that was changed meanwhile was sealed by that.
    await access.query('UPDATE sessions SET document = $1 WHERE id = $2 AND document = $3', [
      sealed,
      text(row, 'id'),
      text(row, 'document'),
    ]);
  }
  const last = batch.at(-1);
  return last === undefined ? undefined : Number(last['change_position']);
}

async function sealEffects(access: RowAccess, rows: RowCodec, tenantId: string): Promise<void> {
  const found = await access.query(
    `SELECT effects.id, session_id, token FROM effects JOIN sessions ON sessions.id = session_id WHERE tenant_id = $1 AND token <> ''`,
    [tenantId],
  );
  for (const row of found.filter(isClear('token'))) {
    const token = rows.hide(tenantId, places.effectToken(text(row, 'session_id')), text(row, 'token'));
    await access.query('UPDATE effects SET token = $1 WHERE id = $2', [token, Number(row['id'])]);
  }
}

async function sealTokens(access: RowAccess, rows: RowCodec, tenantId: string): Promise<void> {
  const found = await access.query('SELECT token, session_id FROM session_tokens WHERE tenant_id = $1', [tenantId]);
  for (const row of found.filter(isClear('token'))) {
    const [token, sessionId] = [text(row, 'token'), text(row, 'session_id')];
    await access.query('DELETE FROM session_tokens WHERE tenant_id = $1 AND token = $2 AND session_id = $3', [tenantId, token, sessionId]);
    for (const kept of rows.indexToken(tenantId, token))
      await access.query('INSERT INTO session_tokens (tenant_id, token, session_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
        tenantId,
        kept,
        sessionId,
      ]);
  }
}

async function sealRequestKeys(access: RowAccess, rows: RowCodec, tenantId: string): Promise<void> {
  const found = await access.query('SELECT scope, key, fingerprint FROM idempotency_keys WHERE tenant_id = $1', [tenantId]);
  for (const row of found.filter(isClear('key'))) {
    const key = rows.hide(tenantId, places.idempotencyKey, text(row, 'key'));
    const fingerprint = rows.hide(tenantId, places.fingerprint, text(row, 'fingerprint'));
    await access.query('UPDATE idempotency_keys SET key = $1, fingerprint = $2 WHERE tenant_id = $3 AND scope = $4 AND key = $5', [
      key,
      fingerprint,
      tenantId,
      text(row, 'scope'),
      text(row, 'key'),
    ]);
  }
}

async function sealNotices(access: RowAccess, rows: RowCodec, tenantId: string): Promise<void> {
  const found = await access.query('SELECT id, token, body_sha256 FROM inbox WHERE tenant_id = $1', [tenantId]);
  for (const row of found.filter(isClear('body_sha256'))) {
    const token = row['token'] === null ? null : rows.hide(tenantId, places.noticeToken, text(row, 'token'));
    const body = rows.hide(tenantId, places.noticeBody, text(row, 'body_sha256'));
    await access.query('UPDATE inbox SET token = $1, body_sha256 = $2 WHERE id = $3', [token, body, Number(row['id'])]);
  }
}

async function sealPayments(access: RowAccess, rows: RowCodec, tenantId: string): Promise<void> {
  for (const [column, place] of [
    ['patient', places.paymentPatient],
    ['invoice', places.paymentInvoice],
  ] as const) {
    const found = await access.query(`SELECT transaction_id, ${column} FROM payments WHERE tenant_id = $1 AND ${column} IS NOT NULL`, [
      tenantId,
    ]);
    for (const row of found.filter(isClear(column))) {
      const hidden = rows.hide(tenantId, place, text(row, column));
      await access.query(`UPDATE payments SET ${column} = $1 WHERE tenant_id = $2 AND transaction_id = $3`, [
        hidden,
        tenantId,
        text(row, 'transaction_id'),
      ]);
    }
  }
}

const text = (row: Row, column: string): string => String(row[column]);
const isClear = (column: string) => (row: Row) => keyIdOf(text(row, column)) === undefined;
