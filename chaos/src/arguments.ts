import { parseArgs } from 'node:util';

export interface Arguments {
  readonly kills: number;
  readonly seed: number;
  readonly broker: string | undefined;
  readonly stage: StageName | undefined;
}

export type StageName = 'postgres' | 'sqlite';

export const usage = `npm run chaos -- [--kills N] [--seed S] [--stage postgres|sqlite] [--broker PATH]

  --kills N     how often a broker is killed (200), over both stages
  --seed S      chooses the trouble; without one it is the time of day
  --stage NAME  this stage only
  --broker PATH the main.ts of another copy of the broker`;

/** Throws with the reason when an argument is unknown or has no such value. */
export function readArguments(given: readonly string[], nowMs: number): Arguments {
  const { values } = parseArgs({
    args: given.filter((each) => each !== '--'),
    options: { kills: { type: 'string' }, seed: { type: 'string' }, stage: { type: 'string' }, broker: { type: 'string' } },
  });
  const { kills = '200', seed = String((nowMs % 999_999_999) + 1), stage, broker } = values;
  if (stage !== undefined && stage !== 'postgres' && stage !== 'sqlite') throw new Error('--stage takes postgres or sqlite');
  return { kills: readCount('kills', kills), seed: readCount('seed', seed), broker, stage };
}

function readCount(name: string, text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new Error(`--${name} takes a whole number from 1 to 999999999`);
  return Number(text);
}
