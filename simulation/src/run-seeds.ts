import type { BrokerCore } from './broker/broker-core.ts';
import { countWorld, emptyTally, type Tally } from './tally.ts';
import { runWorld } from './world.ts';

/** Every so many seeds, the world is lived through on a real SQLite file too. */
export const comparedEvery = 25;

/** Runs the worlds of some seeds, one after the other. */
export async function runSeeds(core: BrokerCore, firstSeed: number, seeds: number): Promise<Tally> {
  const tally = emptyTally();
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    const compared = seed % comparedEvery === 0;
    const result = await runWorld({ core, seed, ...(compared && { disk: 'simulated', traced: true }) });
    countWorld(tally, seed, result);
    if (!compared) continue;
    const real = await runWorld({ core, seed, disk: 'sqlite', traced: true });
    const parting = result.trace.findIndex((line, at) => line !== real.trace[at]);
    if (parting === -1 && result.trace.length === real.trace.length) tally.compared += 1;
    else {
      const what = `SQLite parts from the simulated disk at "${result.trace[parting]}" with "${real.trace[parting]}"`;
      tally.failures.push({ seed, violation: { rule: 'one history on both disks', what } });
    }
  }
  return tally;
}
