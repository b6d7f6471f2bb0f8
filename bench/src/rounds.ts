/** Something to measure. `run` does it `times` times, one after the other or together. */
export interface Contender {
  readonly times: number;
  readonly run: (times: number) => void | Promise<void>;
}

/** Rounds that count, for every measurement. Odd, so that the median is a round that was. */
export const countedRounds = 21;

/** Microseconds an operation took, one figure a round. */
export type PerRound = readonly number[];

/** How long an operation takes, in one round. */
type Measure = (contender: Contender) => Promise<number>;

/** CPU time, user and system. */
async function measureCpu({ times, run }: Contender): Promise<number> {
  const before = process.cpuUsage();
  await run(times);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** Time on the wall: for what waits for a disk or for another process. */
export async function measureTime({ times, run }: Contender): Promise<number> {
  const before = performance.now();
  await run(times);
  return ((performance.now() - before) * 1000) / times;
}

/**
 * Lets the contenders take turns, forwards and backwards, so that a machine that slows down or speeds up does so for all of them.
 * Two rounds go before the first that counts.
 */
export async function alternate<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  measure: Measure = measureCpu,
): Promise<Readonly<Record<Name, PerRound>>> {
  const names = Object.keys(contenders) as Name[];
  const figures = Object.fromEntries(names.map((name): [Name, number[]] => [name, []])) as Record<Name, number[]>;
  for (let round = -2; round < countedRounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const took = await measure(contenders[name]);
      if (round >= 0) figures[name].push(took);
    }
  }
  return figures;
}

/** Median, lowest and highest of the rounds' ratios; `factor` scales the numerator. */
export function compareRounds(numerator: PerRound, denominator: PerRound, factor = 1) {
  const ratios = numerator.map((took, round) => (factor * took) / (denominator[round] ?? Number.NaN)).toSorted((a, b) => a - b);
  const at = (position: number) => ratios[position] ?? Number.NaN;
  const last = ratios.length - 1;
  return { ratio: at(last / 2), spread: [at(0), at(last)] as const };
}
