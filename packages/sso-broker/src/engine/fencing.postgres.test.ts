import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { newSession } from '../../test/engine/broker.ts';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import { ScriptedGateway, status } from '../../test/engine/scripted-gateway.ts';
import { createTestDatabase, type TestDatabase } from '../../test/postgres/database.ts';
import { approved } from '../../test/session/receipts.ts';
import { PostgresStore } from '../storage/postgres/postgres-store.ts';
import { type Clock, systemClock } from './clock.ts';
import { createEngine } from './create-engine.ts';
import type { Engine } from './engine.ts';
import type { EngineLogEntry } from './engine-log.ts';
import type { TokenStatusAnswer } from './gateway.ts';

const polling = { intervalMs: 50, windowMs: 900_000 };

interface Started {
  readonly engine: Engine;
  readonly gateway: ScriptedGateway;
  readonly entries: readonly EngineLogEntry[];
}

async function start({ settings }: TestDatabase, owner: string, clock: Clock): Promise<Started> {
  const store = await PostgresStore.open(settings, owner, systemClock);
  const gateway = new ScriptedGateway();
  const entries: EngineLogEntry[] = [];
  const log = (entry: EngineLogEntry): void => void entries.push(entry);
  const engine = createEngine({ store, gateway, clock, log, randomBytes: (count) => randomBytes(count), random: () => 0.5, polling });
  engine.start();
  onTestFinished(async () => {
    await engine.stop();
    await store.close();
  });
  return { engine, gateway, entries };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a broker that was paused past its lease writes nothing: what its successor found stands', { timeout: 30_000 }, async () => {
  const database = await createTestDatabase();
  // This clock stands still between the steps below, as a paused process does: no lease is renewed by it.
  const stopped = new FakeClock(Date.now());
  const paused = await start(database, 'paused', stopped);
  const created = await paused.engine.create(newSession);
  if (!('session' in created)) throw new Error(created.type);
  const { id } = created.session.terms;
  await paused.engine.launch(id, 'popup');
  const late = Promise.withResolvers<TokenStatusAnswer>();
  paused.gateway.nextStatuses = [late.promise];
  await until(async () => {
    await stopped.advance(20);
    return paused.gateway.calls.includes('status T1');
  });

  const successor = await start(database, 'successor', systemClock);
  successor.gateway.status = status('finished');
  successor.gateway.receipt = { type: 'receipt', receipt: approved };
  expect(await database.query("UPDATE effects SET leased_until = clock_timestamp() WHERE token = 'T1' RETURNING owner")).toEqual([
    { owner: 'paused' },
  ]);
  await until(async () => (await successor.engine.get(id))?.status === 'approved');
  const settled = await successor.engine.get(id);

  late.resolve(status('expired'));
  await until(() => paused.entries.some(({ type }) => type === 'claim_lost'));
  expect(await paused.engine.get(id)).toEqual(settled);
  expect(await database.query("SELECT * FROM effects WHERE token = 'T1'")).toEqual([]);
});
