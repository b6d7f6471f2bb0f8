import type { DiskKind } from '../broker/disk.ts';

/** A mistake somebody could make in the broker: one passage of one file, replaced. Never in the product: only in a copy of it in memory. */
export interface PlantedBug {
  readonly name: string;
  /** Below packages/. */
  readonly file: string;
  /** The passage, which must occur exactly once. */
  readonly find: string;
  readonly put: string;
  /** Bugs of the real store need the real store. */
  readonly disk?: DiskKind;
}
