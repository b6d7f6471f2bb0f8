import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { Answering } from './open-sessions/answering.ts';
import { brokerConfiguration } from './open-sessions/broker-configuration.ts';
import { BrokerProcess } from './open-sessions/broker-process.ts';
import { makePlace, type DueTimes, type Engine } from './open-sessions/place.ts';
import { seedOpenSessions } from './open-sessions/seed.ts';

const intervalMs = 10_000;
const promisedMs = 5_000;
const lookMs = 250;
/** Nothing here takes as long, unless something is stuck. */
const patienceMs = 180_000;

/** Waits until each of `count` tokens has been asked for, and tells when each first was. */
async function everyTokenPolled(answering: Answering, count: number): Promise<ReadonlyMap<number, number>> {
  const first = new Map<number, number>();
  const untilMs = Date.now() + patienceMs;
  while (first.size < count) {
    if (Date.now() > untilMs) throw new Error(`${count - first.size} of ${count} tokens were not polled within ${patienceMs / 1000} s.`);
    await pause(lookMs);
    for (const [token, atMs] of await answering.polls()) if (!first.has(token)) first.set(token, atMs);
  }
  return first;
}

/** How long after its start, or after a poll was due if that is later, the new process made each poll. */
function delaysOf(polledAtMs: ReadonlyMap<number, number>, dueTimes: DueTimes, startedAtMs: number): readonly number[] {
  const delays = [...polledAtMs].map(([token, atMs]) => atMs - Math.max(dueTimes.get(token) ?? Number.NaN, startedAtMs));
  return delays.toSorted((one, other) => one - other);
}

/** Kills a broker in the middle of its polls, and starts another on the same store. */
async function restart(engine: Engine, count: number): Promise<Figure> {
  const place = await makePlace(engine);
  const answering = await Answering.start('--record');
  try {
    const configuration = brokerConfiguration(answering.origin, place.database, intervalMs);
    const tokens = await seedOpenSessions(configuration, place.folder, place.secrets, count);
    const killed = await BrokerProcess.start(place.folder, configuration, place.secrets);
    await everyTokenPolled(answering, count);
    await killed.kill();
    const dueTimes = await place.readDueTimes(tokens);
    await answering.polls();
    const broker = await BrokerProcess.start(place.folder, configuration, place.secrets);
    const readyMs = Date.now() - broker.startedAtMs;
    const polledAtMs = await everyTokenPolled(answering, count);
    await broker.kill();

    const delays = delaysOf(polledAtMs, dueTimes, broker.startedAtMs);
    const at = (share: number) => delays[Math.floor(share * (delays.length - 1))] ?? Number.NaN;
    const overdue = [...dueTimes.values()].filter((dueAtMs) => dueAtMs <= broker.startedAtMs).length;
    console.error(
      `  ${engine}: ready ${readyMs} ms after its start, ${overdue} of ${count} polls then overdue; delay p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)} ms`,
    );
    return {
      measured: `worst delay of a poll after kill -9 and restart, ${engine}, ${count} open sessions, ${at(1)} ms (ready after ${readyMs} ms)`,
      comparedTo: `the promise, ${promisedMs} ms`,
      ratio: at(1) / promisedMs,
      better: 'lower',
      target: 1,
    };
  } finally {
    answering.stop();
    await place.remove();
  }
}

/** Each stored look is made by the new process within 5 s of its start, or of the time it is due if that is later. */
export async function measureRestart(count: number): Promise<readonly Figure[]> {
  return [await restart('SQLite', count), await restart('PostgreSQL', count)];
}
