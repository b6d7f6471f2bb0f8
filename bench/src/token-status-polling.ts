import { encodeTokenStatusRequest, readTokenStatusResponse, tokenStatusPath } from '@collect-payment/protocol';
import { Pool } from 'undici';
import type { Figure } from './figure.ts';
import { Answering } from './open-sessions/answering.ts';
import { alternate, compareRounds, type Contender } from './rounds.ts';

const pollsPerRound = 4_000;
const inFlight = 16;
const connections = 4;

const tokenStatus = {
  tokenId: 'NTJmY2Y5NmMtOTg2Yi00NDM0LTk2ZWYtZjc3OGE1OTVhN2Qz',
  accountId: 'billing@riverside',
  alias: 'front-desk',
  password: 'not-a-real-key',
};

function inLanes(work: () => Promise<void>): Contender {
  const lane = async (times: number) => {
    for (let done = 0; done < times; done += 1) await work();
  };
  return {
    times: pollsPerRound,
    run: async (times) => {
      await Promise.all(Array.from({ length: inFlight }, () => lane(times / inFlight)));
    },
  };
}

async function compareToBareLoop(pool: Pool): Promise<Figure> {
  const prepared = { method: 'POST', path: tokenStatusPath, ...encodeTokenStatusRequest('1.1', tokenStatus) } as const;
  const bare = async () => {
    const { body } = await pool.request(prepared);
    await body.text();
  };
  const poll = async () => {
    const request = encodeTokenStatusRequest('1.1', tokenStatus);
    const { body } = await pool.request({ method: 'POST', path: tokenStatusPath, ...request });
    const answer = readTokenStatusResponse(await body.text());
    if (answer.type !== 'status' || answer.meaning !== 'new') throw new Error('The local server gave another answer than its own.');
  };
  const cpu = await alternate({ bare: inLanes(bare), poll: inLanes(poll) });
  return {
    measured: 'CPU per token-status poll (write request, send, read answer)',
    comparedTo: 'bare undici Pool.request of the same bytes, answer not looked at',
    ...compareRounds(cpu.poll, cpu.bare),
    better: 'lower',
  };
}

/** What asking for a token's status costs beyond the HTTP exchange itself. */
export async function measureTokenStatusPolling(): Promise<readonly Figure[]> {
  const answering = await Answering.start();
  const pool = new Pool(answering.origin, { connections });
  try {
    return [await compareToBareLoop(pool)];
  } finally {
    await pool.destroy();
    answering.stop();
  }
}
