/** Something to measure. `run` does it `times` times, one after the other or together. */
export interface Contender {
  readonly times: number;
  readonly run: (times: number) => void | Promise<void>;
}

/** Rounds that count, for every measurement. Odd, so that the median is a round that was. */
export const countedRounds = 21;

/** CPU microseconds an operation took, user and system, one figure a round. */
export type CpuPerRound = readonly number[];

async function measureCpu({ times, run }: Contender): Promise<number> {
  const before = process.cpuUsage();
  await run(times);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/**
 * Lets the contenders take turns, forwards and backwards, so that a machine that slows down or speeds up does so for all of them.
 * Two rounds go before the first that counts.
 */
export async function alternate<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
): Promise<Readonly<Record<Name, CpuPerRound>>> {
  const names = Object.keys(contenders) as Name[];
  const figures = Object.fromEntries(names.map((name): [Name, number[]] => [name, []])) as Record<Name, number[]>;
  for (let round = -2; round < countedRounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const cpu = await measureCpu(contenders[name]);
      if (round >= 0) figures[name].push(cpu);
    }
  }
  return figures;
}

/** Median, lowest and highest of the rounds' ratios; `factor` scales the numerator. */
export function compareRounds(numerator: CpuPerRound, denominator: CpuPerRound, factor = 1) {
  const ratios = numerator.map((cpu, round) => (factor * cpu) / (denominator[round] ?? Number.NaN)).toSorted((a, b) => a - b);
  const at = (position: number) => ratios[position] ?? Number.NaN;
  const last = ratios.length - 1;
  return { ratio: at(last / 2), spread: [at(0), at(last)] as const };
}
