import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Store, StoreError } from '@collect-payment/sso-broker/core';
import type { BrokerCore } from '../broker/broker-core.ts';
import { SharedStore, type SharedConnection } from '../broker/shared-store.ts';
import { SimulatedDisk, SimulatedStore } from '../broker/simulated-store.ts';

/** What becomes of commits: an error of SQLite's, and whether what was committed is on the disk all the same. */
export interface DiskTrouble {
  left: number;
  /** sqlite.org/rescode.html */
  readonly errcode: 13 | 778 | 1034;
  readonly stored: boolean;
}

export interface DirectedDisk {
  /** What a process opens that starts. `onBroken` hears that the file cannot be trusted any more. */
  open(connection: SharedConnection, onBroken: (error: StoreError) => void): Store;
  /** The process is gone, and with it its connections and locks. */
  drop(store: Store | undefined): void;
  remove(): void;
  readonly isShared: boolean;
  /** The commit that failed last is on the disk all the same. */
  storedLast: boolean;
  trouble: DiskTrouble | undefined;
}

const untroubled = { storedLast: false, trouble: undefined, remove: () => undefined };

/** A database server that several processes share. */
export function sharedDisk(): DirectedDisk {
  const disk = new SimulatedDisk();
  const open = (connection: SharedConnection): Store => new SharedStore(disk, connection);
  return { ...untroubled, isShared: true, open, drop: (store) => void (store instanceof SharedStore && store.drop()) };
}

export function simulatedDisk(): DirectedDisk {
  const disk = new SimulatedDisk();
  return { ...untroubled, isShared: false, open: () => new SimulatedStore(disk), drop: () => undefined };
}

/** A real SQLite file, whose commits fail when they are told to. */
export function sqliteDisk(core: BrokerCore): DirectedDisk {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'matrix-'));
  let opened: DatabaseSync | undefined;
  const disk: DirectedDisk = {
    trouble: undefined,
    isShared: false,
    storedLast: false,
    open: (_connection, onBroken) =>
      new core.SqliteStore(join(folder, 'broker.sqlite'), {
        onBroken,
        open: (path) => {
          opened = core.openDatabase(path);
          return failing(opened, () => take(disk));
        },
      }),
    drop: () => {
      if (opened?.isOpen === true) opened.close();
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
  return disk;
}

function take(disk: DirectedDisk): DiskTrouble | undefined {
  const { trouble } = disk;
  if (trouble === undefined || trouble.left === 0) return undefined;
  trouble.left -= 1;
  disk.storedLast = trouble.stored;
  return trouble;
}

function failing(database: DatabaseSync, next: () => DiskTrouble | undefined): DatabaseSync {
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'exec') return value.bind(target) as unknown;
      return (sql: string): void => {
        const trouble = sql === 'COMMIT' ? next() : undefined;
        if (trouble === undefined || trouble.stored) target.exec(sql);
        if (trouble !== undefined) throw Object.assign(new Error('disk trouble'), { errcode: trouble.errcode });
      };
    },
  });
}
