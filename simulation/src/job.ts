import type { Catch } from './planted/hunt.ts';
import type { Tally } from './tally.ts';

/** What a worker is asked for. */
export type Job =
  | { readonly type: 'seeds'; readonly firstSeed: number; readonly seeds: number }
  /** `bug` is its place in the list. */
  | { readonly type: 'hunt'; readonly bug: number; readonly firstSeed: number; readonly seeds: number };

export type Answer = { readonly type: 'tally'; readonly tally: Tally } | { readonly type: 'catch'; readonly caught: Catch };
