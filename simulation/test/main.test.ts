import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plantedBugs } from '../src/planted/planted-bugs.ts';

const main = join(import.meta.dirname, '../src/main.ts');
const timeout = 1_200_000;

interface Ended {
  readonly code: number | string | undefined;
  readonly output: string;
}

/** The command as anyone runs it: under Node, not under the test runner. */
async function simulate(...given: readonly string[]): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  execFile(process.execPath, [main, ...given], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
    resolve({ code: error === null ? 0 : (error.code ?? undefined), output: `${stdout}${stderr}` });
  });
  return promise;
}

describe('the simulation', () => {
  test('lives through ten thousand sessions: none lost, none twice, none stuck', { timeout }, async () => {
    const { code, output } = await simulate('--seeds', '4200');
    expect(output).toContain('failing seeds: 0');
    expect(code).toBe(0);
    expect(Number(/ (\d+) sessions,/.exec(output)?.[1])).toBeGreaterThanOrEqual(10_000);
    console.log(output.slice(output.indexOf('seeds 1 to')));
  });

  test('catches every planted bug', { timeout }, async () => {
    const { code, output } = await simulate('--planted');
    expect(output).not.toContain('NOT CAUGHT');
    expect(output).toContain(`planted bugs: ${plantedBugs.length} of ${plantedBugs.length} caught`);
    expect(code).toBe(0);
    console.log(output);
  });

  test('tells all that happens in one seed', { timeout }, async () => {
    const { code, output } = await simulate('--seed', '3');
    expect(code).toBe(0);
    expect(output).toContain('seed 3, trouble:');
    expect(output).toContain('is told');
  });

  test('refuses what it does not understand, and says what it does', { timeout }, async () => {
    for (const given of [
      ['--sedes', '3'],
      ['--seeds', '0'],
      ['--seed', 'one'],
    ]) {
      const { code, output } = await simulate(...given);
      expect(code).toBe(2);
      expect(output).toContain('npm run simulate --');
    }
  });
});

test('at least twenty bugs are planted, each under a name of its own', () => {
  expect(plantedBugs.length).toBeGreaterThanOrEqual(20);
  expect(new Set(plantedBugs.map(({ name }) => name)).size).toBe(plantedBugs.length);
});
