import { randomUUID } from 'node:crypto';
import type { DatabaseSettings } from '../configuration/configuration.ts';
import type { Clock } from '../engine/clock.ts';
import type { Encryption } from '../sealing/unlock-data-keys.ts';
import { PostgresStore } from './postgres/postgres-store.ts';
import { openSqliteStore } from './sqlite/open-sqlite-store.ts';
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
  encryption?: Encryption,
): Promise<Store> {
  if (database.type === 'postgres') return PostgresStore.open(database.settings, randomUUID(), clock, encryption);
  const { path, ballastBytes: bytes } = database;
  return openSqliteStore(path, encryption, { onBroken, holdBallast: () => new BallastFile(path, { bytes, log }), gather: setImmediate });
}
