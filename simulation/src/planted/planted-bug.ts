import type { DiskKind } from '../broker/disk.ts';

/**
 * A mistake somebody could make in the broker: one passage of one file, replaced. Never in the product: only in a copy of it in memory.
 * What PostgreSQL's statements could get wrong is planted in the simulated database.
 */
export interface PlantedBug {
  readonly name: string;
  /** From packages/. */
  readonly file: string;
  /** The passage, which must occur exactly once. */
  readonly find: string;
  readonly put: string;
  /** Bugs of one store need that store. */
  readonly disk?: DiskKind;
}
