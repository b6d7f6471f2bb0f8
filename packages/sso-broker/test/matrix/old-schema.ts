import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CreatedPaymentSession, Launch, PaymentSessionView } from '@collect-payment/contract';
import type { Sandbox } from '@collect-payment/sandbox';
import { Client as Postgres } from 'pg';
import { expect, vi } from 'vitest';
import { migrations as postgresSteps } from '../../src/storage/postgres/migrations.ts';
import { migrations as sqliteSteps } from '../../src/storage/sqlite/migrations.ts';
import { startTestBroker } from '../support/broker.ts';
import type { Client } from '../support/client.ts';
import { makeDirectory } from '../support/directory.ts';
import { onScreen } from '../support/instamed.ts';

/** A payment page that is open, as the rows that a broker of the first schema would have left. */
export interface OldPayment {
  readonly session: CreatedPaymentSession;
  readonly launch: Launch;
  readonly rows: { readonly session: Row; readonly effects: readonly Row[] };
}
type Row = Readonly<Record<string, string | number>>;

export async function openOldPayment(instamed: Sandbox): Promise<OldPayment> {
  const directory = makeDirectory();
  const broker = await startTestBroker(instamed.url, { inTheClear: true }, directory);
  const session = await broker.client.create();
  const launch = await broker.client.launch(session);
  await broker.close();
  using database = new DatabaseSync(join(directory, 'broker.sqlite'));
  const select = (sql: string) => database.prepare(sql).all() as unknown as readonly Row[];
  const [row = {}] = select('SELECT id, tenant_id, sequence, status, change_position, document FROM sessions');
  const effects = select('SELECT session_id, token, type, attempt, due_at_ms FROM effects');
  return { session, launch, rows: { session: row, effects } };
}

/** A SQLite file that has taken the first three steps of the schema. */
export function writeOldFile({ rows }: OldPayment, directory = makeDirectory()): string {
  using database = new DatabaseSync(join(directory, 'broker.sqlite'));
  database.exec(sqliteSteps.slice(0, 3).join(';'));
  database.exec('PRAGMA application_id = 0x43504159; PRAGMA user_version = 3;');
  const insert = (table: string, row: Row) =>
    database
      .prepare(
        `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row)
          .map(() => '?')
          .join()})`,
      )
      .run(...Object.values(row));
  insert('sessions', rows.session);
  for (const effect of rows.effects) insert('effects', { ...effect, available_at_ms: effect['due_at_ms'] ?? 0 });
  return directory;
}

/** Has a PostgreSQL database take the first step of the schema only. */
export async function writeOldDatabase(url: string, { rows }: OldPayment): Promise<void> {
  const client = new Postgres(url);
  await client.connect();
  const insert = (table: string, row: Row) =>
    client.query(
      `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row)
        .map((_, at) => `$${at + 1}`)
        .join()})`,
      Object.values(row),
    );
  await client.query('CREATE TABLE schema_versions (version integer PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT clock_timestamp())');
  await client.query(postgresSteps[0] ?? '');
  await client.query('INSERT INTO schema_versions (version) VALUES (1)');
  await insert('tenants', { id: 'riverside', latest_position: 100 });
  await insert('sessions', rows.session);
  for (const effect of rows.effects) await insert('effects', effect);
  await client.end();
}

/** What was open under the old schema is paid and settled under the new one, and its page goes on. */
export async function settleOld(instamed: Sandbox, client: Client, { session, launch }: OldPayment): Promise<string> {
  await onScreen(instamed, launch, 'pay');
  const page = `/v1/payment-sessions/${session.id}`;
  await vi.waitFor(
    async () =>
      expect(await client.call<PaymentSessionView>(page, { key: session.clientSecret })).toMatchObject({ body: { status: 'approved' } }),
    { timeout: 30_000 },
  );
  await client.launch(await client.create());
  return (await client.read(session.id)).status;
}
