import type { CreatedPaymentSession, Launch } from '@collect-payment/contract';
import type { Sandbox } from '@collect-payment/sandbox';
import { describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from './postgres/database.ts';
import { startTestBroker, type TestBroker } from './support/broker.ts';
import { onScreen, startInstaMed } from './support/instamed.ts';
import { byToken, duplicatesOf, recordPolls, type Poll } from './support/poll-recorder.ts';

const intervalMs = 200;

interface Pair {
  readonly instamed: Sandbox;
  readonly database: TestDatabase;
  readonly one: TestBroker;
  readonly two: TestBroker;
  readonly polls: readonly Poll[];
}

/** Two brokers, each with connections of its own, on one database and one sandbox. */
async function startPair(): Promise<Pair> {
  const instamed = await startInstaMed();
  const database = await createTestDatabase();
  const polls: Poll[] = [];
  const start = async (name: string) =>
    startTestBroker(instamed.url, {
      databaseUrl: database.url,
      intervalMs,
      tokenStatusOrigin: (await recordPolls(name, instamed.url, polls)).origin,
    });
  const [one, two] = await Promise.all([start('one'), start('two')]);
  return { instamed, database, one, two, polls };
}

const cutConnections = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE $1`;

describe('two brokers on one database', { timeout: 60_000 }, () => {
  it('poll each token as one: never both, and none too often', async () => {
    const { one, two, polls } = await startPair();
    const tokens = 8;
    for (let number = 0; number < tokens; number += 1) {
      const { client } = number % 2 === 0 ? one : two;
      await client.launch(await client.create());
    }
    await vi.waitFor(
      () => {
        const counts = [...byToken(polls).values()].map(({ length }) => length);
        expect(counts).toHaveLength(tokens);
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(6);
      },
      { timeout: 30_000 },
    );
    expect(duplicatesOf(polls, intervalMs)).toEqual([]);
    expect([...one.log, ...two.log].filter((line) => line.includes('claim_lost'))).toEqual([]);
  });

  it('show a page of the one what the other did, and both tell the same', async () => {
    const { instamed, one, two } = await startPair();
    const session = await one.client.create();
    const events = await two.client.follow(session);
    expect((await events.nextView()).status).toBe('created');
    const launch = await one.client.launch(session);
    await events.until('open');
    await onScreen(instamed, launch, 'pay');
    const settled = await events.until('approved');
    expect(await one.client.read(session.id)).toEqual(settled);
    expect(await two.client.read(session.id)).toEqual(settled);
    await events.close();
  });

  it('show a page what was changed while its broker could not hear', async () => {
    const { database, one, two } = await startPair();
    const session = await one.client.create();
    const events = await two.client.follow(session);
    await events.nextView();
    // Both lose the connection they listen on; a second passes until they listen again, and the change falls into it.
    expect(await database.query(cutConnections, ['collect-payment-listener'])).toHaveLength(2);
    await one.client.launch(session);
    expect((await events.until('open')).sequence).toBe(3);
    await events.close();
  });

  it('come through a failover: every connection is cut, and the payment is settled and shown all the same', async () => {
    const { instamed, database, one, two } = await startPair();
    const session = await one.client.create();
    const events = await two.client.follow(session);
    const launch = await one.client.launch(session);
    await events.until('open');
    await database.query(cutConnections, ['collect-payment-%']);
    await onScreen(instamed, launch, 'pay');
    expect((await events.until('approved')).outcome).toMatchObject({ status: 'approved' });
    const again = await retried(two, session);
    expect(again).toBe('ERR_SESSION_SETTLED');
    await events.close();
  });
});

/** A host asks again when it is told that it may. */
async function retried({ client }: TestBroker, { id, clientSecret }: CreatedPaymentSession): Promise<string> {
  for (;;) {
    const { body } = await client.call<Launch | { error: { code: string } }>(`/v1/payment-sessions/${id}/launch`, {
      body: {},
      key: clientSecret,
    });
    if (!('error' in body)) return 'launched';
    if (body.error.code !== 'ERR_STORE_UNAVAILABLE') return body.error.code;
  }
}
