import * as core from '@collect-payment/sso-broker/core';
import { readArguments, usage, type Arguments } from './arguments.ts';
import { explain } from './explain.ts';
import type { Job } from './job.ts';
import type { Catch } from './planted/hunt.ts';
import { printMatrix } from './matrix/print-matrix.ts';
import { plantedBugs } from './planted/planted-bugs.ts';
import { addTally, emptyTally } from './tally.ts';
import { share } from './workers.ts';

const seedsPerJob = 100;
const mostExplained = 3;
const progressEvery = 5_000;

process.exitCode = await main();

async function main(): Promise<number> {
  const given = readOrExplain();
  if (given === undefined) return 2;
  switch (given.command) {
    case 'run':
      return run(given);
    case 'explain':
      return printSeed(given.firstSeed);
    case 'hunt':
      return huntAll(given);
    case 'matrix':
      return printMatrix(core);
    default:
      return given.command satisfies never;
  }
}

function readOrExplain(): Arguments | undefined {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

async function run({ firstSeed, seeds, workers }: Arguments): Promise<number> {
  const startedMs = performance.now();
  const tally = emptyTally();
  const jobs: Job[] = [];
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += seedsPerJob) {
    jobs.push({ type: 'seeds', firstSeed: seed, seeds: Math.min(seedsPerJob, firstSeed + seeds - seed) });
  }
  await share(jobs, workers, (answer) => {
    if (answer.type !== 'tally') return;
    addTally(tally, answer.tally);
    for (const { seed, violation } of answer.tally.failures) console.error(`seed ${seed} fails: ${violation.rule}`);
    if (tally.worlds % progressEvery === 0) console.error(`${tally.worlds} of ${seeds} worlds`);
  });
  const seconds = (performance.now() - startedMs) / 1_000;
  for (const [kind, count] of [...tally.faults].toSorted(([one], [other]) => one.localeCompare(other)))
    console.log(`  ${kind.padEnd(36)}${count.toLocaleString('en').padStart(12)}`);
  console.log(
    `seeds ${firstSeed} to ${firstSeed + seeds - 1}: ${tally.worlds} of ${seeds} worlds, ${tally.sessions} sessions, ${tally.events} events, ${tally.crashes} crashes\n` +
      `payments: ${tally.payments} taken by InstaMed, ${tally.payments - tally.flagged} told to the host, ${tally.flagged} flagged for a person, ${tally.webhooks} webhooks accepted\n` +
      `sales without a page: ${tally.sales} sent\n` +
      `brokers: two in ${tally.shared} worlds, ${tally.takeovers} takeovers\n` +
      `disks: ${tally.compared} worlds with one history on the simulated disk and on SQLite\n` +
      `rate: ${Math.round(tally.sessions / seconds)} sessions/s with ${workers} threads, ${Math.round(seconds)} s\n` +
      `failing seeds: ${tally.failures.length}`,
  );
  for (const { seed } of tally.failures.slice(0, mostExplained)) await printSeed(seed);
  for (const { seed, violation } of tally.failures) console.log(`seed ${seed} fails: ${violation.rule}: ${violation.what}`);
  return tally.failures.length === 0 && tally.worlds === seeds ? 0 : 1;
}

async function printSeed(seed: number): Promise<number> {
  const { result, needed } = await explain(core, seed);
  console.log(`\nseed ${seed}, trouble: ${needed.join(', ') || 'none'}\n${result.trace.join('\n')}`);
  for (const { rule, what } of result.violations) console.log(`seed ${seed} fails: ${rule}: ${what}`);
  return result.violations.length === 0 ? 0 : 1;
}

async function huntAll({ firstSeed, seeds, workers }: Arguments): Promise<number> {
  const catches: Catch[] = [];
  const jobs = plantedBugs.map((_, bug): Job => ({ type: 'hunt', bug, firstSeed, seeds }));
  await share(jobs, workers, (answer) => {
    if (answer.type !== 'catch') return;
    catches.push(answer.caught);
    const { bug, seed, seedsTried, violation } = answer.caught;
    const how = violation === undefined ? `NOT CAUGHT in ${seedsTried} seeds` : `seed ${seed}, ${violation.rule}`;
    console.log(`  ${bug.name.padEnd(72)}${how}`);
  });
  const caught = catches.filter(({ seed }) => seed !== undefined).length;
  console.log(`planted bugs: ${caught} of ${plantedBugs.length} caught`);
  return caught === plantedBugs.length ? 0 : 1;
}
