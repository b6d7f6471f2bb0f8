import { mkdtempSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@collect-payment/sso-broker/core';
import type { BrokerCore } from './broker-core.ts';
import { nextWorkAtMs } from './next-work.ts';
import { SharedStore, type SharedConnection } from './shared-store.ts';
import { SimulatedDisk, SimulatedStore } from './simulated-store.ts';

/** What survives the broker's process. */
export interface Disk {
  readonly isShared: boolean;
  /** Opens the store that is on it, as the next process does. */
  open(connection: SharedConnection): Store;
  /** The process that had opened it has died. */
  drop(store: Store): void;
  /** When a broker whose clock is that far off can first find anything to do; only a shared one is asked. */
  nextWorkAtMs(offsetMs: number): number;
  remove(): void;
}

/** `shared` is worked on by two brokers, the others by one. */
export type DiskKind = 'simulated' | 'sqlite' | 'shared';

/** The disk of one world: fast and simulated, or a real SQLite file, in memory where the machine has a place for that. */
export function createDisk(kind: DiskKind, core: BrokerCore): Disk {
  switch (kind) {
    case 'simulated': {
      const disk = new SimulatedDisk();
      const alone = { isShared: false, nextWorkAtMs: () => 0, drop: () => undefined, remove: () => undefined };
      return { ...alone, open: () => new SimulatedStore(disk) };
    }
    case 'shared': {
      const disk = new SimulatedDisk();
      return {
        isShared: true,
        open: (connection) => new SharedStore(disk, connection),
        drop: (store) => store instanceof SharedStore && store.drop(),
        nextWorkAtMs: (offsetMs) => nextWorkAtMs(disk, offsetMs),
        remove: () => undefined,
      };
    }
    case 'sqlite': {
      const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'simulation-'));
      return {
        isShared: false,
        open: () => new core.SqliteStore(join(folder, 'broker.sqlite')),
        drop: (store) => void store.close(),
        nextWorkAtMs: () => 0,
        remove: () => rmSync(folder, { recursive: true }),
      };
    }
    default:
      return kind satisfies never;
  }
}
