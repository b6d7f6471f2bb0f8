import { mkdtempSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@collect-payment/sso-broker/core';
import type { BrokerCore } from './broker-core.ts';
import { SimulatedDisk, SimulatedStore } from './simulated-store.ts';

/** What survives the broker's process. */
export interface Disk {
  /** Opens the store that is on it, as the next process does. */
  open(): Store;
  remove(): void;
}

export type DiskKind = 'simulated' | 'sqlite';

/** The disk of one world: fast and simulated, or a real SQLite file, in memory where the machine has a place for that. */
export function createDisk(kind: DiskKind, core: BrokerCore): Disk {
  if (kind === 'simulated') {
    const disk = new SimulatedDisk();
    return { open: () => new SimulatedStore(disk), remove: () => undefined };
  }
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'simulation-'));
  return { open: () => new core.SqliteStore(join(folder, 'broker.sqlite')), remove: () => rmSync(folder, { recursive: true }) };
}
