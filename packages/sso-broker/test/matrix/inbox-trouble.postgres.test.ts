import type { Launch } from '@collect-payment/contract';
import { Client } from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../postgres/database.ts';
import { startTestBroker } from '../support/broker.ts';
import { basicInbound, notification, post } from '../support/inbound.ts';
import { onScreen, startInstaMed, tokenOf } from '../support/instamed.ts';

/** Takes PostgreSQL away from the broker, until it is given back. */
type Trouble = (database: TestDatabase) => Promise<() => Promise<void>>;

async function connected(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

const locked: Trouble = async ({ url }) => {
  const other = await connected(url);
  await other.query('BEGIN');
  await other.query('LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE');
  return async () => void (await other.query('ROLLBACK'));
};

const unreachable: Trouble = async ({ settings: { database } }) => {
  const server = await connected(inject('postgresUrl'));
  await server.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
  await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
  return async () => void (await server.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`));
};

it.each([
  ['locked', locked],
  ['unreachable', unreachable],
])(
  'B15 × f7: a webhook of InstaMed’s is not acknowledged while the database is %s, and taken when it comes again',
  async (_name, trouble) => {
    const instamed = await startInstaMed();
    const database = await createTestDatabase();
    // So rare are the polls that only the webhook can tell.
    const broker = await startTestBroker(instamed.url, { inbound: basicInbound, intervalMs: 600_000, databaseUrl: database.url });
    const session = await broker.client.create();
    const launch: Launch = await broker.client.launch(session);
    await onScreen(instamed, launch, 'pay');
    const told = notification({ SingleSignOnToken: tokenOf(launch) });

    const giveBack = await trouble(database);
    const refused = await post(broker, told);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ error: { code: 'ERR_STORE_UNAVAILABLE' } });
    await giveBack();
    expect(await database.query('SELECT id FROM inbox')).toEqual([]);

    const again = await post(broker, told);
    expect([again.status, await again.json()]).toEqual([200, { received: 'new' }]);
    const events = await broker.client.follow(session);
    expect((await events.until('approved')).outcome?.approvedAmount?.value).toBe('125.00');
    await events.close();
  },
  60_000,
);
