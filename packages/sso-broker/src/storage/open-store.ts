import { randomUUID } from 'node:crypto';
import type { DatabaseSettings } from '../configuration/configuration.ts';
import type { Clock } from '../engine/clock.ts';
import { PostgresStore } from './postgres/postgres-store.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import { BallastFile } from './sqlite/ballast-file.ts';
import type { StoreError } from './store-error.ts';
import type { StoreLogEntry } from './store-log.ts';
import type { Store } from './store.ts';

/** Opens the store of the configuration. `onBroken` is told, once, when it can no longer be trusted: the process must end. Rejects with StoreError. */
export async function openStore(
  database: DatabaseSettings,
  clock: Clock,
  log: (entry: StoreLogEntry) => void,
  onBroken: (error: StoreError) => void,
): Promise<Store> {
  if (database.type === 'postgres') return PostgresStore.open(database.settings, randomUUID(), clock);
  const { path, ballastBytes: bytes } = database;
  return new SqliteStore(path, { onBroken, holdBallast: () => new BallastFile(path, { bytes, log }) });
}
