import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client as Postgres } from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { migrations } from '../../src/storage/postgres/migrations.ts';
import { createTestDatabase } from '../postgres/database.ts';
import { brokerJson } from '../support/broker-json.ts';
import { readyUrl, startBrokerProcess, type ProcessChoices } from '../support/broker-process.ts';
import { Client } from '../support/client.ts';
import { secrets } from '../support/credentials.ts';
import { basic, basicInbound, inboundPath, notification } from '../support/inbound.ts';
import { startInstaMed } from '../support/instamed.ts';
import { openOldPayment, settleOld, writeOldDatabase } from './old-schema.ts';
import { stepClock } from './step-clock.ts';

/** A database of the first schema with an open payment. A lock that the third step waits for holds every migration in its middle. */
async function world() {
  const instamed = await startInstaMed();
  const payment = await openOldPayment(instamed);
  const database = await createTestDatabase();
  await writeOldDatabase(database.url, payment);
  const holder = new Postgres(database.url);
  await holder.connect();
  onTestFinished(() => holder.end());
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE idempotency_keys IN ACCESS SHARE MODE');

  const json = brokerJson(instamed.url, { databaseUrl: database.url, inbound: basicInbound });
  const start = ({ variables, ...choices }: ProcessChoices = {}) =>
    startBrokerProcess(json, { ...choices, variables: { DATABASE_URL: database.url, ...variables } });
  const migrating = (event: 'relation' | 'advisory') =>
    database.query(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'collect-payment-migration' AND wait_event = $1",
      [event],
    );
  return {
    database,
    start,
    /** Waits until this many migrations are in their middle, and this many wait for their turn. */
    reached: (inTheMiddle: number, waiting = 0) =>
      vi.waitFor(
        async () => expect([(await migrating('relation')).length, (await migrating('advisory')).length]).toEqual([inTheMiddle, waiting]),
        { timeout: 30_000 },
      ),
    letGo: () => holder.query('ROLLBACK'),
    serve: async (url: string) => {
      const status = await settleOld(instamed, new Client(url), payment);
      const steps = await database.query('SELECT version FROM schema_versions ORDER BY version');
      expect(steps).toEqual(migrations.map((_, at) => ({ version: at + 1 })));
      return status;
    },
    page: (url: string) => new Client(url).call(`/v1/payment-sessions/${payment.session.id}`, { key: payment.session.clientSecret }),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const webhook = (url: string): Promise<Response> => {
  const { contentType, body } = notification();
  const headers = { 'content-type': contentType, authorization: basic(secrets.inboundPassword) };
  return fetch(`${url}${inboundPath}`, { method: 'POST', headers, body });
};

describe('a broker that migrates its PostgreSQL database', { timeout: 90_000 }, () => {
  it('B21 × f1: it is killed in the middle, and the next start migrates and serves', async () => {
    const { start, reached, letGo, serve } = await world();
    const killed = start();
    await reached(1);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await letGo();
    expect(await serve(await readyUrl(start()))).toBe('approved');
  });

  it('B21 × f2: it is killed in the middle, and a second broker that waited for it migrates and serves', async () => {
    const { start, reached, letGo, serve } = await world();
    const killed = start();
    await reached(1);
    const second = start();
    await reached(1, 1);
    killed.kill('SIGKILL');
    await letGo();
    expect(await serve(await readyUrl(second))).toBe('approved');
  });

  it('B21 × f3: it stands still in the middle, and a second broker waits until it goes on; then both serve', async () => {
    const { start, reached, letGo, serve, page } = await world();
    const first = start();
    await reached(1);
    first.kill('SIGSTOP');
    const second = start();
    await reached(1, 1);
    await letGo();
    await reached(0, 1);
    first.kill('SIGCONT');
    const [one, two] = await Promise.all([readyUrl(first), readyUrl(second)]);
    expect(await serve(two)).toBe('approved');
    expect((await page(one)).status).toBe(200);
  });

  it('B21 × f7: its connection is cut in the middle, it stops with the reason, and the next start migrates and serves', async () => {
    const { database, start, reached, letGo, serve } = await world();
    const cut = start();
    if (cut.stderr === null) throw new TypeError('no pipe');
    const complaint = text(cut.stderr);
    await reached(1);
    await database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'collect-payment-migration'");
    expect(((await once(cut, 'exit')) as [number])[0]).toBe(1);
    expect(await complaint).toBe('The database cannot be opened, read or written. (57P01)\n');
    await letGo();
    expect(await serve(await readyUrl(start()))).toBe('approved');
  });

  it.each([
    ['on', 'SIGUSR2'],
    ['back', 'SIGHUP'],
  ] as const)('B21 × f9: its clock steps five minutes %s in the middle, and it migrates and serves', async (_name, signal) => {
    const { start, reached, letGo, page } = await world();
    const stepped = start({ nodeArguments: ['--import', stepClock] });
    await reached(1);
    stepped.kill(signal);
    await letGo();
    expect(await page(await readyUrl(stepped))).toMatchObject({ status: 200, body: { status: 'open' } });
  });

  it('B21 × f10: a webhook of InstaMed’s finds nobody to acknowledge it, and is taken when it comes again', async () => {
    const { database, start, reached, letGo } = await world();
    const port = await freePort();
    const broker = start({ variables: { BROKER_PORT: String(port) } });
    await reached(1);
    await expect(webhook(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await letGo();
    const again = await webhook(await readyUrl(broker));
    expect([again.status, await again.json()]).toEqual([200, { received: 'new' }]);
    expect(await database.query('SELECT transaction_id FROM inbox')).toHaveLength(1);
  });

  it('B21 × f11: a page finds nobody, and goes on with the secret it has once the broker serves', async () => {
    const { start, reached, letGo, page } = await world();
    const port = await freePort();
    const broker = start({ variables: { BROKER_PORT: String(port) } });
    await reached(1);
    await expect(page(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await letGo();
    expect(await page(await readyUrl(broker))).toMatchObject({ status: 200, body: { status: 'open' } });
  });

  it('B21 × f12: it is told to end in the middle, and the broker deployed after it waits, migrates and serves', async () => {
    const { start, reached, letGo, serve } = await world();
    const told = start();
    await reached(1);
    const next = start();
    await reached(1, 1);
    told.kill('SIGTERM');
    await once(told, 'exit');
    await letGo();
    expect(await serve(await readyUrl(next))).toBe('approved');
  });
});
