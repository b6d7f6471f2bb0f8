import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '@collect-payment/simulation/random';
import { readArguments, usage, type Arguments, type StageName } from './arguments.ts';
import { SmallDisk } from './disk/small-disk.ts';
import { runStage, type StageResult } from './stage.ts';
import { writeStage } from './write-stage.ts';

const ownBroker = fileURLToPath(new URL('../../packages/sso-broker/src/main.ts', import.meta.url));
/** The other fifth of the kills is SQLite's. */
const postgresShare = 0.8;
const mostTold = 20;

process.exitCode = await main();

async function main(): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(process.argv.slice(2), Date.now());
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const { kills, seed, stage: only, broker } = given;
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const onPostgres = only === undefined ? Math.ceil(kills * postgresShare) : kills;
  const stages: readonly (readonly [StageName, number])[] = [
    ['postgres', onPostgres],
    ['sqlite', only === undefined ? kills - onPostgres : kills],
  ];
  console.log(`chaos: ${kills} kills, seed ${seed}`);
  const whyNoDisk = SmallDisk.whyNot();
  if (whyNoDisk !== undefined) console.log(`NOT RUN: a full disk under SQLite (${whyNoDisk})`);
  let failed = 0;
  for (const [stage, killsOfStage] of stages) {
    if (killsOfStage === 0 || (only !== undefined && only !== stage)) continue;
    const result = await runStage(stage, killsOfStage, new Random(seed).fork(stage), folder, resolve(broker ?? ownBroker));
    console.log(writeStage(stage, result));
    failed += result.violations.length;
    tellViolations(result, seed);
  }
  if (failed === 0) rmSync(folder, { recursive: true, force: true });
  return failed === 0 ? 0 : 1;
}

function tellViolations({ violations, logFolder }: StageResult, seed: number): void {
  for (const { rule, what } of violations.slice(0, mostTold)) console.log(`  seed ${seed}: ${rule}: ${what}`);
  if (violations.length > mostTold) console.log(`  and ${violations.length - mostTold} more`);
  if (violations.length > 0) console.log(`  what the processes said is in ${logFolder}`);
}
