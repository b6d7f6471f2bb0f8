import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createEngine, openStore, readConfiguration, systemClock, type BrokerConfiguration } from '@collect-payment/sso-broker';
import type { Figure } from './figure.ts';
import { brokerConfiguration, variables } from './open-sessions/broker-configuration.ts';
import { instantGateway, newSession } from './open-sessions/seed.ts';
import { alternate, compareRounds, measureTime, type Contender } from './rounds.ts';

const launchesPerRound = 200;
/** Creation, intent, token: a launch is stored in three steps, each on disk before the next is taken. */
const transactionsPerLaunch = 3;
/** As long as a session as it is stored. */
const rowBytes = 1_200;

/** What no store on this engine can do without: one row, one transaction, on disk. */
function rawTransactions(path: string): Contender & { close(): void } {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO rows (document) VALUES (?)');
  const document = 'x'.repeat(rowBytes);
  return {
    times: launchesPerRound * transactionsPerLaunch,
    run(times) {
      for (let done = 0; done < times; done += 1) {
        database.exec('BEGIN IMMEDIATE');
        insert.run(document);
        database.exec('COMMIT');
      }
    },
    close: () => database.close(),
  };
}

/** Sessions made and launched by the engine over its store, with sign-ons that cost nothing. */
async function engineLaunches(
  path: string,
  encryption: BrokerConfiguration['encryption'],
): Promise<Contender & { close(): Promise<void> }> {
  const store = await openStore(
    { type: 'sqlite', path, ballastBytes: 0 },
    systemClock,
    () => undefined,
    (error) => {
      throw error;
    },
    encryption,
  );
  const polling = { intervalMs: 10_000, windowMs: 900_000 };
  const gateway = instantGateway();
  const engine = createEngine({ store, gateway, clock: systemClock, log: () => undefined, randomBytes, random: Math.random, polling });
  return {
    times: launchesPerRound,
    async run(times) {
      for (let done = 0; done < times; done += 1) {
        const created = await engine.create(newSession);
        const launched = created.type === 'created' && (await engine.launch(created.session.terms.id, 'popup'));
        if (!launched || launched.type !== 'launched') throw new Error('A session was not launched.');
      }
    },
    async close() {
      await engine.stop();
      await store.close();
    },
  };
}

/** How much of the engine's durable transactions a launch gets for its own. */
export async function measureLaunches(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const raw = rawTransactions(join(folder, 'raw.sqlite'));
  const file = brokerConfiguration('http://127.0.0.1:9', 'broker.sqlite', 10_000);
  const { encryption } = readConfiguration(file, { environment: variables, directory: folder });
  const launches = await engineLaunches(join(folder, 'broker.sqlite'), encryption);
  const clear = await engineLaunches(join(folder, 'clear.sqlite'), undefined);
  try {
    const time = await alternate({ raw, launches, clear }, measureTime);
    const cpu = await alternate({ launches, clear });
    const { ratio, spread } = compareRounds(time.raw, time.launches, transactionsPerLaunch);
    return [
      {
        measured: `durable launches per second (create, intent, token), SQLite, ${perSecond(time.launches)}/s`,
        comparedTo: `three raw durable transactions of one ${rowBytes} B row, ${perSecond(time.raw)} transactions/s`,
        ratio,
        spread,
        better: 'higher',
      },
      {
        measured: 'time per durable launch, rows sealed',
        comparedTo: 'the same, rows in the clear',
        ...compareRounds(time.launches, time.clear),
        better: 'lower',
      },
      {
        measured: 'CPU time per durable launch, rows sealed',
        comparedTo: 'the same, rows in the clear',
        ...compareRounds(cpu.launches, cpu.clear),
        better: 'lower',
      },
    ];
  } finally {
    await launches.close();
    await clear.close();
    raw.close();
    rmSync(folder, { recursive: true });
  }
}

const perSecond = (microseconds: readonly number[]): number =>
  Math.round(1_000_000 / (microseconds.toSorted((one, other) => one - other)[(microseconds.length - 1) / 2] ?? Number.NaN));
