import { setTimeout as pause } from 'node:timers/promises';
import { encodeTokenStatusRequest, tokenStatusPath } from '@collect-payment/protocol';
import { Pool } from 'undici';
import type { Figure } from './figure.ts';
import { Answering } from './open-sessions/answering.ts';
import { writeBenchToken } from './open-sessions/bench-token.ts';
import { brokerConfiguration } from './open-sessions/broker-configuration.ts';
import { BrokerProcess } from './open-sessions/broker-process.ts';
import { makePlace } from './open-sessions/place.ts';
import { seedOpenSessions } from './open-sessions/seed.ts';
import { compareRounds } from './rounds.ts';

const countedRounds = 7;
const roundMs = 1_500;
const settleMs = 300;
/** So short that every session is always due: the broker polls as fast as it can. */
const intervalMs = 10;
/** As many connections as a broker has for polls, and as many calls under way. */
const connections = 96;

const request = {
  method: 'POST',
  path: tokenStatusPath,
  ...encodeTokenStatusRequest('1.1', {
    tokenId: writeBenchToken(0),
    accountId: 'billing@bench.example',
    alias: 'front-desk',
    password: 'not-a-real-key',
  }),
} as const;

/** Calls under way without a pause, while it runs. */
function startBareLoop(pool: Pool): () => Promise<void> {
  const stopping = new AbortController();
  const lane = async () => {
    while (!stopping.signal.aborted) await (await pool.request(request)).body.text();
  };
  const lanes = Promise.all(Array.from({ length: connections }, lane));
  return async () => {
    stopping.abort();
    await lanes;
  };
}

/** Microseconds between two calls, as the answering server counts them. */
async function measureCalls(answering: Answering): Promise<number> {
  await pause(settleMs);
  const [before, fromMs] = [await answering.count(), performance.now()];
  await pause(roundMs);
  const [after, toMs] = [await answering.count(), performance.now()];
  return ((toMs - fromMs) * 1000) / (after - before);
}

/** How many polls a broker makes with many sessions open, all of them due. */
export async function measurePolls(sessions: number): Promise<readonly Figure[]> {
  const place = await makePlace('SQLite');
  const answering = await Answering.start();
  const pool = new Pool(answering.origin, { connections });
  try {
    const configuration = brokerConfiguration(answering.origin, place.database, intervalMs);
    await seedOpenSessions(configuration, place.folder, place.secrets, sessions);
    const broker = await BrokerProcess.start(place.folder, configuration, place.secrets);
    const figures: Record<'bare' | 'broker', number[]> = { bare: [], broker: [] };
    for (let round = -1; round < countedRounds; round += 1) {
      broker.signal('SIGCONT');
      const polling = await measureCalls(answering);
      broker.signal('SIGSTOP');
      const stop = startBareLoop(pool);
      const bare = await measureCalls(answering);
      await stop();
      if (round < 0) continue;
      figures.broker.push(polling);
      figures.bare.push(bare);
    }
    await broker.kill();
    const perSecond = (took: readonly number[]) =>
      Math.round(1_000_000 / (took.toSorted((a, b) => a - b)[(countedRounds - 1) / 2] ?? Number.NaN));
    return [
      {
        measured: `polls per second, one broker process, SQLite, ${sessions} sessions open and due, ${perSecond(figures.broker)}/s`,
        comparedTo: `bare undici Pool.request to the same server, ${perSecond(figures.bare)}/s`,
        ...compareRounds(figures.bare, figures.broker),
        better: 'higher',
      },
    ];
  } finally {
    await pool.destroy();
    answering.stop();
    await place.remove();
  }
}
