import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';
import { brokerConfiguration, hostKey } from '../open-sessions/broker-configuration.ts';
import { BrokerProcess } from '../open-sessions/broker-process.ts';
import { makePlace } from '../open-sessions/place.ts';
import type { Figure } from '../figure.ts';
import { openFilesLimit, residentBytes } from './resident-memory.ts';
import type { StreamsAsked } from './stream-clients.ts';

/** What a process has open beside its streams. */
const otherFiles = 200;
/** As a broker allows by default. */
const streamsPerSession = 10;
const authorization = `Bearer ${hostKey}`;

interface Held {
  readonly count: number;
  readonly bytesEach: number;
}

const start = (program: URL): ChildProcess => fork(fileURLToPath(program));

/** Opens the streams from a process of its own, and weighs the server before and after. */
async function hold(serverPid: number, asked: StreamsAsked): Promise<Held> {
  const before = residentBytes(serverPid);
  const clients = start(new URL('stream-clients.ts', import.meta.url));
  clients.send(asked);
  const [count] = (await once(clients, 'message')) as [number];
  const bytesEach = (residentBytes(serverPid) - before) / count;
  clients.disconnect();
  await once(clients, 'exit');
  return { count, bytesEach };
}

async function holdAtBareServer(count: number): Promise<Held> {
  const server = start(new URL('bare-stream-server.ts', import.meta.url));
  const [{ port }] = (await once(server, 'message')) as [AddressInfo];
  try {
    return await hold(server.pid ?? 0, { port, paths: Array.from({ length: count }, () => '/'), authorization });
  } finally {
    server.disconnect();
  }
}

async function createSession(url: string): Promise<string> {
  const answer = await fetch(`${url}/v1/payment-sessions`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ screen: 'simple-collect', amount: { value: '125.00', currency: 'USD' }, patient: { id: 'MRN-004711' } }),
  });
  const { id } = (await answer.json()) as { readonly id?: string };
  if (id === undefined) throw new Error(`A session was not made: ${answer.status}.`);
  return id;
}

async function holdAtBroker(count: number): Promise<Held> {
  const place = await makePlace('SQLite');
  try {
    // InstaMed is never called: no session is launched.
    const broker = await BrokerProcess.start(place.folder, brokerConfiguration('http://127.0.0.1:9', place.database, 10_000));
    const paths: string[] = [];
    while (paths.length < count) {
      const id = await createSession(broker.url);
      for (let stream = 0; stream < streamsPerSession && paths.length < count; stream += 1) paths.push(`/v1/payment-sessions/${id}/events`);
    }
    const held = await hold(broker.pid, { port: Number(new URL(broker.url).port), paths, authorization });
    await broker.kill();
    return held;
  } finally {
    await place.remove();
  }
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** How many event streams one broker process holds, and what each takes. */
export async function measureStreams(wanted: number): Promise<readonly Figure[]> {
  const limit = openFilesLimit();
  const count = Math.min(wanted, limit - otherFiles);
  console.error(`  ${limit} open files allowed to a process: ${count} streams`);
  const bare = await holdAtBareServer(count);
  const broker = await holdAtBroker(count);
  return [
    {
      measured: `event streams held, ${broker.count}`,
      comparedTo: `asked for, ${count}`,
      ratio: broker.count / count,
      better: 'higher',
      target: 1,
    },
    {
      measured: `memory (RSS) per event stream, ${broker.count} held, ${kilobytes(broker.bytesEach)}`,
      comparedTo: `a bare node:http server, ${bare.count} held, ${kilobytes(bare.bytesEach)}`,
      ratio: broker.bytesEach / bare.bytesEach,
      better: 'lower',
    },
  ];
}
