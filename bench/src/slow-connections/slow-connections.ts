import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import type { Figure } from '../figure.ts';
import { brokerConfiguration, hostKey } from '../open-sessions/broker-configuration.ts';
import { BrokerProcess } from '../open-sessions/broker-process.ts';
import { makePlace } from '../open-sessions/place.ts';
import { compareRounds } from '../rounds.ts';
import { openFilesLimit } from '../streams/resident-memory.ts';
import type { Attack, Standing } from './attackers.ts';
import { percentile, timeHealthyRequests } from './healthy-requests.ts';

const wanted = 5_000;
/** What a process has open beside them. */
const otherFiles = 200;
const rounds = 3;
const requestsPerRound = 300;
/** Those that were closed for their slowness are being opened anew. */
const heldShare = 0.95;
const lookMs = 100;
const patienceMs = 30_000;
const authorization = `Bearer ${hostKey}`;

const median = (values: readonly number[]): string => percentile(values, 0.5).toFixed(1);

async function standingOf(attackers: ChildProcess): Promise<Standing> {
  const answered = once(attackers, 'message') as Promise<[Standing]>;
  attackers.send('standing');
  return (await answered)[0];
}

/** How the attack stands when it is as wanted, or when there is no more patience: a busy machine holds fewer. */
async function waitFor(attackers: ChildProcess, isThere: (held: number) => boolean): Promise<Standing> {
  const untilMs = Date.now() + patienceMs;
  for (;;) {
    const standing = await standingOf(attackers);
    if (isThere(standing.held) || Date.now() > untilMs) return standing;
    await pause(lookMs);
  }
}

/** What a broker as it is configured by default lets healthy callers feel of thousands of slow connections. */
export async function measureSlowConnections(): Promise<readonly Figure[]> {
  const limit = openFilesLimit();
  const count = Math.min(wanted, limit - otherFiles);
  console.error(`  ${limit} open files allowed to a process: ${count} slow connections`);
  const place = await makePlace('SQLite');
  const attackers = fork(fileURLToPath(new URL('attackers.ts', import.meta.url)));
  // InstaMed is never called: no session is launched.
  const broker = await BrokerProcess.start(place.folder, {
    ...brokerConfiguration('http://127.0.0.1:9', place.database, 10_000),
    connections: {},
  });
  const pool = new Pool(broker.url, { connections: 4 });
  const attack: Attack = { port: Number(new URL(broker.url).port), count, authorization };
  const p99: Record<'quiet' | 'attacked', number[]> = { quiet: [], attacked: [] };
  const helds: number[] = [];
  let opened = 0;
  try {
    await timeHealthyRequests(pool, authorization, requestsPerRound);
    for (let round = 0; round < rounds; round += 1) {
      p99.quiet.push(percentile(await timeHealthyRequests(pool, authorization, requestsPerRound), 0.99));
      attackers.send(attack);
      await waitFor(attackers, (held) => held >= count * heldShare);
      p99.attacked.push(percentile(await timeHealthyRequests(pool, authorization, requestsPerRound), 0.99));
      helds.push((await standingOf(attackers)).held);
      attackers.send('stop');
      ({ opened } = await waitFor(attackers, (held) => held === 0));
    }
    console.error(`  ${opened} connections were opened in all`);
    return [
      {
        measured: `p99 of healthy requests beside ${percentile(helds, 0.5)} slow connections (headers, bodies, readers), ${median(p99.attacked)} ms`,
        comparedTo: `p99 of the same requests, quiet, ${median(p99.quiet)} ms; ${rounds} rounds`,
        ...compareRounds(p99.attacked, p99.quiet),
        better: 'lower',
        target: 2,
      },
    ];
  } finally {
    await pool.destroy();
    attackers.disconnect();
    await broker.kill();
    await place.remove();
  }
}
