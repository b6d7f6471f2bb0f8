import type { BrokerCore } from './broker/broker-core.ts';
import { faultKinds, type FaultKind } from './faults.ts';
import { runWorld, type WorldResult } from './world.ts';

export interface Explanation {
  readonly result: WorldResult;
  /** The kinds of trouble without which it does not fail; all that there were when nothing fails. */
  readonly needed: readonly FaultKind[];
}

/** Lives through a seed again with everything written down; a failing one after leaving out every kind of trouble that it can fail without. */
export async function explain(core: BrokerCore, seed: number): Promise<Explanation> {
  let result = await runWorld({ core, seed, traced: true });
  const without = new Set<FaultKind>();
  if (result.violations.length > 0) {
    for (const kind of faultKinds) {
      const fewer = await runWorld({ core, seed, traced: true, without: new Set([...without, kind]) });
      if (fewer.violations.length === 0) continue;
      without.add(kind);
      result = fewer;
    }
  }
  return { result, needed: [...result.faults.keys()] };
}
