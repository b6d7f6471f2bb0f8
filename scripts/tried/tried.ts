import * as fc from 'fast-check';
import { inject, type TestContext } from 'vitest';

/** One line of what was tried: `nvp: 20 000 documents, 0 crashes`. */
export interface Tried {
  /** What was attacked. */
  readonly surface: string;
  readonly count: number;
  /** What was counted, and what must have become of it. */
  readonly what: string;
}

/** How the inputs of this run are made. */
export interface TrySettings {
  /** The same seed makes the same inputs. `TRY_SEED` */
  readonly seed: number;
  /** Multiplies every count. `TRY_FACTOR` */
  readonly factor: number;
}

/** How often to try what is tried `count` times at every commit. */
export const times = (count: number): number => Math.max(1, Math.round(count * inject('trying').factor));

/** For a property: so many runs, by the seed of this run; `index` keeps several properties of one test apart. */
export function runs(count: number, index = 0): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: times(count), seed: inject('trying').seed + index };
}

/** Values of an arbitrary by the seed of this run, for what is not a property. */
export function drawn<Value>(arbitrary: fc.Arbitrary<Value>, count: number, index = 0): readonly Value[] {
  return fc.sample(arbitrary, runs(count, index));
}

/** Adds a line to the counts that the run prints at its end. */
export function tell({ task }: TestContext, surface: string, count: number, what: string): void {
  task.meta.tried = [...(task.meta.tried ?? []), { surface, count, what }];
}

declare module 'vitest' {
  interface TaskMeta {
    tried?: readonly Tried[];
  }
  interface ProvidedContext {
    trying: TrySettings;
  }
}
