import { Client } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/postgres/database.ts';
import { systemClock } from '../../engine/clock.ts';
import type { PaymentQuery } from '../payment-list.ts';
import { writePaymentQuery } from '../payment-rows.ts';
import { clearRows } from '../row-codec.ts';
import { backlogStatement } from './postgres-backlog.ts';
import { auditStatements } from './postgres-audit-trail.ts';
import { inboxStatements } from './postgres-inbox.ts';
import { paymentStatements } from './postgres-payment-list.ts';
import { outboxStatements } from './outbox-statements.ts';
import { PostgresStore } from './postgres-store.ts';
import { retentionStatements } from './postgres-retention.ts';
import { statements } from './statements.ts';

const rows = 20_000;
/** What a query may look at: what it asked for, and a few around it. */
const fewRows = 300;
const tenant = 'clinic';

let url: string;

/** Twenty thousand of everything, most of it not due yet, or long done. */
beforeAll(async () => {
  const database = await createTestDatabase();
  url = database.url;
  await (await PostgresStore.open(database.settings, 'broker', systemClock)).close();
  const numbers = `generate_series(1, ${rows}) AS number`;
  await database.query(`INSERT INTO tenants (id, latest_position) VALUES ('${tenant}', ${rows})`);
  await database.query(`INSERT INTO sessions (id, tenant_id, sequence, status, change_position, document, subject, final_since_ms)
    SELECT 'ps_' || number, '${tenant}', 3, 'open', number, repeat('x', 1000), 'subject' || number, CASE WHEN number % 2 = 0 THEN number END
    FROM ${numbers}`);
  await database.query(`INSERT INTO effects (session_id, token, type, attempt, due_at_ms, leased_until)
    SELECT 'ps_' || number, 'T' || number, 'pollToken', 0, number, CASE WHEN number % 400 = 0 THEN clock_timestamp() + interval '15 seconds' END
    FROM ${numbers}`);
  await database.query(`INSERT INTO session_tokens (tenant_id, token, session_id)
    SELECT '${tenant}', lpad(number::text, 36, 'T') || 'abcdefghijkl', 'ps_' || number FROM ${numbers}`);
  await database.query(`INSERT INTO webhook_deliveries (id, event_id, tenant_id, endpoint_id, session_id, type, body, created_at_ms, status,
      due_at_ms, available_at_ms, last_attempt_at_ms, leased_until)
    SELECT 'd' || number, 'e' || number, '${tenant}', 'main', 'ps_' || number, 'payment.settled', repeat('x', 500), number,
      CASE WHEN number % 2 = 0 THEN 'delivered' ELSE 'pending' END, number, number, number,
      CASE WHEN number % 2 = 1 AND number < 20 THEN clock_timestamp() + interval '60 seconds' END
    FROM ${numbers}`);
  await database.query(`INSERT INTO inbox (tenant_id, transaction_id, status_code, transaction_action, body_sha256, received_at_ms, available_at_ms)
    SELECT '${tenant}', number::text, 'C', 'Sale', repeat('a', 64), number, CASE WHEN number % 2 = 1 THEN number END FROM ${numbers}`);
  await database.query(`INSERT INTO idempotency_keys (tenant_id, key, fingerprint, session_id, created_at_ms)
    SELECT '${tenant}', 'key' || number, 'f', 'ps_' || number, number FROM ${numbers}`);
  await database.query(`INSERT INTO attention_items (id, tenant_id, session_id, reason, raised_at_ms, acknowledged_at_ms)
    SELECT 'att' || number, '${tenant}', 'ps_' || number, 'launch_lost', number, number FROM ${numbers}`);
  await database.query(`INSERT INTO audit_rows (tenant_id, number, hash, entry)
    SELECT '${tenant}', number, repeat('a', 64), repeat('x', 300) FROM ${numbers}`);
  await database.query(`INSERT INTO audit_heads (tenant_id, number, hash) SELECT 'tenant-' || number, number, 'h' FROM ${numbers}`);
  await database.query(`INSERT INTO payments (tenant_id, transaction_id, session_id, position, taken_at_ms, status, captured_cents, patient, invoice)
    SELECT '${tenant}', lpad(number::text, 32, '0'), 'ps_' || number, number, number, 'captured', 12500, 'P-' || number / 20, 'INV-' || number / 5
    FROM ${numbers}`);
  await database.query('ANALYZE');
}, 60_000);

const { claimDue, renew, nextAvailable, bringForward, findByToken, findRivals, listChanged, loadSessions, deleteClaimed, reschedule } =
  statements;
/** The list of payments as it is asked for: a page of fifty, of whatever is told besides. */
const payments = (order: PaymentQuery['order'], more: Partial<PaymentQuery> = {}) => {
  const { text, values } = writePaymentQuery({ tenantId: tenant, order, limit: 50, ...more }, clearRows, (number) => `$${number}`);
  return [{ text }, values] as const;
};
const transaction = '77'.padStart(32, '0');
const whole = `${'T'.repeat(32)}1234abcdefghijkl`;

test.each([
  ['claims of due work', claimDue, ['broker', 15_000, 9_000, 64, null]],
  ['claims of a session’s due work', claimDue, ['broker', 15_000, 9_000, 16, 'ps_77']],
  ['renewals of leases', renew, [15_000, [1, 2, 3], [0, 0, 0]]],
  ['the next due time of work', nextAvailable, [9_000]],
  ['performed work', deleteClaimed, [77, 0]],
  ['looks brought forward', bringForward, ['ps_77', 1]],
  ['sessions', loadSessions, [['ps_77', 'ps_78']]],
  [
    'effects that are due again',
    reschedule,
    [
      [77, 78],
      [0, 0],
      ['ps_77', 'ps_78'],
      [1, 1],
      ['T77', 'T78'],
      ['pollToken', 'pollToken'],
      [0, 0],
      [9_000, 9_000],
    ],
  ],
  ['sessions by token', findByToken, [tenant, whole, whole]],
  ['sessions by a token that was cut', findByToken, [tenant, whole.slice(0, 36), `${whole.slice(0, 36)}\u007F`]],
  ['sessions by what is to be paid', findRivals, [tenant, 'subject77', 50]],
  ['sessions by their latest change', listChanged, [tenant, 10_000, 101]],
  ['claims of deliveries', outboxStatements.claimDue, [tenant, 'main', 'https://host.test/', 9_000, 4, 60_000]],
  ['the next due time of deliveries', outboxStatements.nextAvailable, [tenant, 'main', 'https://host.test/', 9_000]],
  ['recorded attempts', outboxStatements.record, ['d77', 0, 'delivered', 1, 1, 200, null]],
  ['pages of deliveries', outboxStatements.list, [tenant, 10_000, null, 101]],
  ['claims of notices', inboxStatements.claimDue, [9_000, 16, 60_000]],
  ['the next due time of notices', inboxStatements.nextAvailable, [9_000]],
  ['what waits', backlogStatement, ['tenant-77']],
  ['the end of a chain', auditStatements.lockHead, [tenant]],
  ['rows of the audit log', auditStatements.read, [tenant, 10, 100]],
  ['the purge of keys', retentionStatements.idempotencyKeys, [9_000, 100]],
  ['the purge of deliveries', retentionStatements.deliveredWebhooks, [9_000, 100]],
  ['the purge of notices', retentionStatements.followedNotices, [9_000, 100]],
  ['the purge of attention items', retentionStatements.acknowledgedAttention, [9_000, 100]],
  ['the erasure of patients', retentionStatements.findFinal, [9_000, 100]],
  ['the erasure of payments’ patients', retentionStatements.erasePayments, ['ps_77']],
  ['payments by their ids', paymentStatements.find, [tenant, [transaction]]],
  ['payments that have changed', paymentStatements.put, [tenant, transaction, 'ps_77', 77, 'voided', 12_500, null, null]],
  ['the latest payments', ...payments('newest')],
  ['further pages of payments', ...payments('newest', { after: { number: 9_000, transactionId: transaction } })],
  ['payments by their latest change', ...payments('changed', { after: { number: 9_000, transactionId: transaction } })],
  ['payments of a time', ...payments('newest', { takenFromMs: 4_000, takenBeforeMs: 9_000 })],
  ['payments of a patient', ...payments('newest', { patientId: 'P-77' })],
  ['changed payments of a patient', ...payments('changed', { patientId: 'P-77' })],
  ['payments for an invoice', ...payments('newest', { invoice: 'INV-77' })],
] as const)('%s read few rows of twenty thousand', async (_, { text }, values) => {
  const client = new Client(url);
  await client.connect();
  await client.query('BEGIN');
  const { rows: explained } = await client.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF, COSTS OFF, BUFFERS OFF) ${text}`,
    [...values],
  );
  await client.query('ROLLBACK');
  await client.end();
  const { Plan: plan = {} } = explained[0]?.['QUERY PLAN'][0] ?? {};
  const read = nodesOf(plan).filter((node) => node['Relation Name'] !== undefined && node['Node Type'] !== 'ModifyTable');
  expect(read.length).toBeGreaterThan(0);
  expect(read.filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== 'disabled_endpoints')).toEqual([]);
  expect(Math.max(...read.map(rowsRead))).toBeLessThanOrEqual(fewRows);
});

/** A step of a plan, as PostgreSQL tells it ("Using EXPLAIN"). */
interface PlanNode {
  readonly 'Node Type'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

function rowsRead(node: PlanNode): number {
  return ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 0);
}
