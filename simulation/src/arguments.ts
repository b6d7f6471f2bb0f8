import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export interface Arguments {
  readonly command: 'run' | 'explain' | 'hunt' | 'matrix';
  readonly firstSeed: number;
  readonly seeds: number;
  readonly workers: number;
}

export const usage = `npm run simulate -- [--seeds N] [--seed S] [--planted] [--matrix] [--workers N]

  --seeds N     worlds to run (10000), from seed S (1)
  --seed S      alone: runs this one seed and prints all that happens in it
  --planted     hunts the planted bugs instead, with at most N seeds (3000) for each
  --matrix      lives through the fault matrix instead
  --workers N   threads (as many as the machine has cores)`;

/** Throws with the reason when an argument is unknown or is no whole number above zero. */
export function readArguments(given: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: given.filter((each) => each !== '--'),
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      planted: { type: 'boolean' },
      matrix: { type: 'boolean' },
      workers: { type: 'string' },
    },
  });
  const hunting = values.planted === true;
  const alone = values.seed !== undefined && values.seeds === undefined && !hunting;
  return {
    command: values.matrix === true ? 'matrix' : hunting ? 'hunt' : alone ? 'explain' : 'run',
    firstSeed: readCount('seed', values.seed ?? '1'),
    seeds: readCount('seeds', values.seeds ?? (hunting ? '3000' : '10000')),
    workers: readCount('workers', values.workers ?? String(availableParallelism())),
  };
}

function readCount(name: string, text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new Error(`--${name} takes a whole number from 1 to 999999999`);
  return Number(text);
}
