import { dirname, resolve } from 'node:path';
import { readJsonFile } from '../../configuration/load-configuration.ts';
import { ConfigurationError } from '../../configuration/problems.ts';
import { readConfiguration } from '../../configuration/read-configuration.ts';
import type { Command, Surroundings } from '../command.ts';
import { formatCheck, type Check } from '../doctor/check.ts';
import { examine } from '../doctor/examine.ts';
import { explainProblems } from '../doctor/explain-problems.ts';
import { openInstruments } from '../doctor/instruments.ts';
import { readWords } from '../read-words.ts';

/** Prints one line a check, or `{ "ok", "checks" }`. 1 when one of them fails. Beside a running broker it disturbs nothing. */
export const doctor: Command = async (words, surroundings) => {
  const { positionals, values } = readWords(words, 1, { json: { type: 'boolean' } });
  const checks = await check(positionals[0] ?? '', surroundings);
  const isOk = checks.every(({ level }) => level !== 'fail');
  if (values.json) surroundings.print(JSON.stringify({ ok: isOk, checks }, null, 2));
  else for (const one of checks) surroundings.print(formatCheck(one));
  return isOk ? 0 : 1;
};

async function check(path: string, { environment, nowMs }: Surroundings): Promise<readonly Check[]> {
  const json = readJsonFile(path, '<configuration>');
  const directory = dirname(resolve(path));
  try {
    const configuration = readConfiguration(json, { environment, directory });
    return await examine(json, configuration, openInstruments(configuration, directory, nowMs));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return explainProblems(error.problems, json);
  }
}
