import { createHash } from 'node:crypto';
import { encodeCents, PostingReader, type PostingRecord, type ReadLine } from '@collect-payment/protocol';
import type { Tenant } from '../configuration/configuration.ts';
import { isSessionId } from '../identity/id-shapes.ts';
import type { PaymentSession } from '../session/session.ts';
import type { Store } from '../storage/store.ts';
import type { Difference, Finding, Summary } from './finding.ts';
import { isSale, judgePosting } from './judge-posting.ts';
import { SeenTransactions } from './seen-transactions.ts';

export interface Reconciliation {
  readonly store: Pick<Store, 'payments' | 'load' | 'inbox'>;
  readonly tenant: Pick<Tenant, 'id'> & { readonly instamed: Pick<Tenant['instamed'], 'sessionIdField'> };
  /** The posting file, in pieces of any size. */
  readonly file: AsyncIterable<Uint8Array>;
  /** When a payment was taken to be in the file. Unless given, from its first record to its last. */
  readonly fromMs?: number;
  readonly beforeMs?: number;
  /** What the file's times are of: `Z`, or `-05:00`. */
  readonly zone: string;
  readonly nowMs: number;
  /** Told of each difference as it is found. */
  readonly tell: (difference: Difference) => void;
}

const batchSize = 1_000;

/**
 * Compares InstaMed's posting file with our payments, in one pass and in memory that does not grow with either. What the file has for a session
 * and no receipt has shown goes into the inbox, as a webhook of InstaMed's does: a hint that leads to a look and to a person, never to a status.
 *
 * Rejects with StoreError.
 */
export async function reconcile(reconciliation: Reconciliation): Promise<Summary> {
  const { store, tenant, file, zone, tell } = reconciliation;
  using seen = new SeenTransactions();
  const counts = { records: 0, matched: 0, noMoney: 0, notOurs: 0, repeated: 0, differences: 0 };
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const differs = (difference: Difference): void => {
    counts.differences += 1;
    tell(difference);
  };
  const reader = new PostingReader();
  for await (const lines of batchesOf(reader, file)) {
    for (const line of lines) if (line.type === 'unreadable') differs(unreadable(line));
    const records = lines.flatMap((line) => (line.type === 'record' ? [line.record] : []));
    counts.records += records.length;
    for (const { localTime } of records) {
      const atMs = Date.parse(`${localTime}${zone}`);
      [firstMs, lastMs] = [Math.min(firstMs, atMs), Math.max(lastMs, atMs)];
    }
    counts.repeated += records.length - seen.add(records.map(({ transactionId }) => transactionId.toLowerCase()));
    for (const [record, finding] of await judgeAll(reconciliation, records)) {
      if (finding.type === 'matched') counts.matched += 1;
      else if (finding.type === 'no_money') counts.noMoney += 1;
      else if (finding.type === 'not_ours') counts.notOurs += 1;
      else differs(finding);
      const sessionId = worthALook(finding);
      if (sessionId !== undefined) await store.inbox.put(noticeOf(record, sessionId, reconciliation));
    }
  }
  // To the end of the last second: the file knows no smaller ones.
  const { fromMs = firstMs, beforeMs = lastMs + 1_000 } = reconciliation;
  if (fromMs >= beforeMs || !Number.isFinite(fromMs) || !Number.isFinite(beforeMs)) return counts;
  const query = { tenantId: tenant.id, order: 'newest', limit: batchSize, takenFromMs: fromMs, takenBeforeMs: beforeMs } as const;
  for (
    let page = await store.payments.list(query);
    ;
    page = await store.payments.list({ ...query, ...(page.next && { after: page.next }) })
  ) {
    for (const { transactionId, sessionId, capturedCents, status } of page.payments)
      if (!seen.has(transactionId)) differs({ type: 'missing_there', transactionId, sessionId, ours: encodeCents(capturedCents), status });
    if (!page.hasMore) return counts;
  }
}

/** Lines, as many as are asked for at once. */
async function* batchesOf(reader: PostingReader, file: AsyncIterable<Uint8Array>): AsyncGenerator<readonly ReadLine[]> {
  for await (const bytes of file) {
    const lines = reader.push(bytes);
    for (let from = 0; from < lines.length; from += batchSize) yield lines.slice(from, from + batchSize);
  }
  yield reader.end();
}

async function judgeAll(
  { store, tenant }: Reconciliation,
  records: readonly PostingRecord[],
): Promise<readonly (readonly [PostingRecord, Finding])[]> {
  const sales = records.filter((record) => isSale(record)).map(({ transactionId }) => transactionId.toLowerCase());
  const found = sales.length === 0 ? [] : await store.payments.find(tenant.id, sales);
  const payments = new Map(found.map((payment) => [payment.transactionId, payment]));
  const judge = async (record: PostingRecord) => {
    const payment = payments.get(record.transactionId.toLowerCase());
    const session = payment === undefined ? await sessionOf(record, store, tenant) : undefined;
    return [record, judgePosting(record, { ...(payment && { payment }), ...(session && { session }) })] as const;
  };
  return Promise.all(records.map((record) => judge(record)));
}

/** By the session's id, which we had sent along. */
async function sessionOf(
  { additionalInfo }: PostingRecord,
  store: Reconciliation['store'],
  { id, instamed }: Reconciliation['tenant'],
): Promise<PaymentSession | undefined> {
  const sessionId = additionalInfo[instamed.sessionIdField] ?? '';
  const session = isSessionId(sessionId) ? await store.load(sessionId) : undefined;
  return session?.terms.tenantId === id ? session : undefined;
}

/** The session of a payment that we do not know, of one of ours that InstaMed says is gone, and of an eCheck that came to nothing. */
function worthALook(finding: Finding): string | undefined {
  if (finding.type === 'no_money') return finding.awaitedBy;
  const isWorth = (finding.type === 'missing_here' && finding.flagged) || (finding.type === 'status_differs' && finding.ours !== 'voided');
  return isWorth ? finding.sessionId : undefined;
}

function noticeOf(record: PostingRecord, sessionId: string, { tenant, nowMs }: Reconciliation) {
  const { recordId, transactionId, statusCode, transactionAction, localTime, cents = 0 } = record;
  // The same record in tomorrow's file is the same notice.
  const told = [recordId, transactionId, statusCode, transactionAction, localTime, cents].join('|');
  const bodySha256 = createHash('sha256').update(told).digest('hex');
  const check = record.transactionType.toLowerCase() === 'echeck' && record.cents !== undefined ? { checkCents: record.cents } : {};
  return { tenantId: tenant.id, transactionId, statusCode, transactionAction, bodySha256, sessionId, receivedAtMs: nowMs, ...check };
}

function unreadable({ line, error }: Extract<ReadLine, { readonly type: 'unreadable' }>): Difference {
  const field = 'field' in error.details ? { field: error.details.field } : {};
  return { type: 'unreadable', line, code: error.code, ...field };
}
