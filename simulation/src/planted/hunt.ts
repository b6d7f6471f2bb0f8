import type { BrokerCore } from '../broker/broker-core.ts';
import type { Violation } from '../oracle/oracle.ts';
import { runWorld } from '../world.ts';
import { loadPlanted } from './load-planted.ts';
import type { PlantedBug } from './planted-bug.ts';

/** What became of one planted bug. */
export interface Catch {
  readonly bug: PlantedBug;
  /** The seed that showed it; undefined when none of those tried did. */
  readonly seed: number | undefined;
  readonly seedsTried: number;
  readonly violation: Violation | undefined;
}

/** Runs worlds on a broker with the bug in it until the oracle objects to one that it has no objection to without, at most `seeds` of them. */
export async function hunt(product: BrokerCore, bug: PlantedBug, firstSeed: number, seeds: number): Promise<Catch> {
  const planted = await loadPlanted(bug);
  for (let tried = 1; tried <= seeds; tried += 1) {
    const seed = firstSeed + tried - 1;
    const options = { seed, ...(bug.disk && { disk: bug.disk }) };
    const [violation] = (await runWorld({ ...planted, ...options })).violations;
    if (violation === undefined) continue;
    const clean = (await runWorld({ core: product, ...options })).violations.length === 0;
    if (clean) return { bug, seed, seedsTried: tried, violation };
  }
  return { bug, seed: undefined, seedsTried: seeds, violation: undefined };
}
