import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgresServer, type PostgresServer } from '@collect-payment/postgres-server';
import { SmallDisk } from '../disk/small-disk.ts';
import { HostServer } from '../host/host-server.ts';
import { WebhookBooks } from '../host/webhook-books.ts';
import { BrokerSlot } from '../processes/broker-slot.ts';
import { Child } from '../processes/child.ts';
import { freePort } from '../processes/free-port.ts';
import { LogBook } from '../processes/log-book.ts';
import { PollLog } from '../proxy/poll-log.ts';
import { ToxicProxy } from '../proxy/toxic-proxy.ts';
import type { StageName } from '../arguments.ts';
import { brokerConfiguration, brokerSecrets, sandboxConfiguration, sandboxWebhooks } from './configurations.ts';
import { makeCredentials, sentinelsOf, type Credentials } from './credentials.ts';
import { InstaMed } from './instamed.ts';

const sandboxMain = fileURLToPath(new URL('../../../packages/sandbox/src/main.ts', import.meta.url));

/** The processes of one stage, and the ways between them. */
export interface World {
  readonly credentials: Credentials;
  readonly instamed: InstaMed;
  readonly host: HostServer;
  readonly slots: readonly BrokerSlot[];
  readonly database: { readonly server: PostgresServer; readonly proxies: readonly ToxicProxy[] } | undefined;
  readonly disk: SmallDisk | undefined;
  readonly log: LogBook;
  close(): Promise<void>;
}

/** Starts all but the brokers: two on one PostgreSQL, or one on SQLite. */
export async function openWorld(stage: StageName, folder: string, brokerMain: string): Promise<World> {
  mkdirSync(folder, { recursive: true });
  const credentials = await makeCredentials();
  const { riverside, hillside } = credentials.clinics;
  const books = new WebhookBooks({ riverside: riverside.webhookSecret, hillside: hillside.webhookSecret });
  const log = new LogBook(join(folder, 'log.txt'), sentinelsOf(credentials));
  const host = await HostServer.start(books);
  const ports = await Promise.all(
    (stage === 'postgres' ? ['one', 'two'] : ['one']).map(async (name) => ({ name, port: await freePort() })),
  );
  const sandbox = await startSandbox(folder, credentials, `http://127.0.0.1:${ports[0]?.port}`, log);
  const server = stage === 'postgres' ? await startPostgresServer() : undefined;
  const disk = stage === 'sqlite' && SmallDisk.whyNot() === undefined ? await mountDisk(join(folder, 'disk')) : undefined;
  const databaseProxies: ToxicProxy[] = [];
  const slots: BrokerSlot[] = [];
  for (const { name, port } of ports) {
    const polls = new PollLog(name);
    const toInstaMed = await ToxicProxy.start(Number(new URL(sandbox.url).port), polls);
    const toDatabase = server && (await ToxicProxy.start(Number(new URL(server.url).port)));
    if (toDatabase !== undefined) databaseProxies.push(toDatabase);
    const file = join(folder, `broker-${name}.json`);
    const database =
      server === undefined
        ? { sqlite: { path: join(folder, disk === undefined ? '' : 'disk', 'broker.sqlite'), ballastBytes: 256 * 1024 } }
        : { postgres: { url: { env: 'DATABASE_URL' } } };
    const around = { sandboxUrl: sandbox.url, instamedUrl: `http://127.0.0.1:${toInstaMed.port}`, hostUrl: host.url, database };
    writeFileSync(file, JSON.stringify(brokerConfiguration(credentials, around)));
    const url = server && toDatabase && Object.assign(new URL(server.url), { port: String(toDatabase.port) }).href;
    const environment = {
      ...brokerSecrets(credentials),
      COLLECT_PAYMENT_CONFIG: file,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      ...(url !== undefined && { DATABASE_URL: url }),
    };
    const proxies = [toInstaMed, ...(toDatabase === undefined ? [] : [toDatabase])];
    slots.push(new BrokerSlot({ name: `broker ${name}`, port, main: brokerMain, before: disk?.enter, environment, log, proxies, polls }));
  }
  return {
    credentials,
    instamed: new InstaMed(sandbox.url),
    host,
    slots,
    database: server && { server, proxies: databaseProxies },
    disk,
    log,
    async close() {
      await Promise.all(slots.map((slot) => slot.kill()));
      sandbox.signal('SIGKILL');
      await sandbox.ended;
      await host.close();
      await Promise.all(slots.flatMap(({ proxies }) => proxies.map((proxy) => proxy.close())));
      await server?.stop();
      await disk?.unmount();
      await log.close();
    },
  };
}

async function startSandbox(folder: string, credentials: Credentials, brokerUrl: string, log: LogBook): Promise<Child> {
  const file = join(folder, 'sandbox.json');
  writeFileSync(file, JSON.stringify({ ...sandboxConfiguration(credentials), webhooks: sandboxWebhooks(credentials, brokerUrl) }));
  const environment = { SANDBOX_CONFIG: file, SANDBOX_PORT: '0' };
  const sandbox = new Child({ name: 'sandbox', label: 'sandbox', command: [process.execPath, sandboxMain], environment, log });
  if (!(await sandbox.ready)) throw new Error('The sandbox did not start');
  return sandbox;
}

async function mountDisk(path: string): Promise<SmallDisk> {
  mkdirSync(path);
  return SmallDisk.mount(path);
}
