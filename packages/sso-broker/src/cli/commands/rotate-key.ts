import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { checkShape } from '../../configuration/check-shape.ts';
import type { ConfigurationFile } from '../../configuration/configuration-file.ts';
import { readJsonFile } from '../../configuration/load-configuration.ts';
import { Problems } from '../../configuration/problems.ts';
import { slug } from '../../configuration/shapes.ts';
import { ProblemError, type Command } from '../command.ts';
import { idOfToday, newSecretKey } from '../new-secret-key.ts';
import { readWords } from '../read-words.ts';

/**
 * Puts a successor of a secret key into the configuration, with the same scopes, beside the old one: both are live after the next restart.
 * Prints the new key alone; its hash is in the file only. Needs none of the secrets that the file names.
 */
export const rotateKey: Command = async (words, { nowMs, print, tell }) => {
  const { positionals, values } = readWords(words, 3, { id: { type: 'string' } });
  const [path = '', tenantId = '', oldId = ''] = positionals;
  const file = readChecked(path);
  const tenant = file.tenants.find(({ id }) => id === tenantId);
  if (tenant === undefined) throw new ProblemError(`<tenant>: one of ${file.tenants.map(({ id }) => id).join(', ')}`);
  const old = tenant.secretKeys.find(({ id }) => id === oldId);
  if (old === undefined) throw new ProblemError(`<id>: one of ${tenant.secretKeys.map(({ id }) => id).join(', ')}`);
  const id = values.id ?? idOfToday(nowMs());
  if (!Value.Check(slug, id)) throw new ProblemError('--id: lower case letters, digits and hyphens, 40 at most');
  if (tenant.secretKeys.some((key) => key.id === id)) throw new ProblemError('--id: another key of the tenant has it');

  const { secretKey, entry } = newSecretKey(id, old.scopes);
  tenant.secretKeys.push(entry);
  check(file);
  replaceFile(path, `${JSON.stringify(file, null, 2)}\n`);
  print(secretKey);
  tell(`${id} is in the configuration, beside ${old.id}. This is the only time that its key is shown.`);
  tell('1. Restart the broker: every broker, where there are several.');
  tell('2. Give the key to the host’s server.');
  tell(`3. When the host uses it, take the entry ${old.id} out of secretKeys of ${tenant.id}, and restart again.`);
  return 0;
};

function readChecked(path: string): ConfigurationFile {
  const json = readJsonFile(path, '<configuration>');
  check(json);
  return json as ConfigurationFile;
}

function check(json: unknown): void {
  const problems = new Problems();
  checkShape(problems, json);
  problems.throwIfAny();
}

/** All of it or nothing, with the mode that the file has: a broker that starts meanwhile reads the old one or the new one. */
function replaceFile(path: string, text: string): void {
  let written: string | undefined;
  try {
    const target = realpathSync(path);
    written = `${target}.new`;
    writeFileSync(written, text, { flag: 'wx', mode: statSync(target).mode & 0o777 });
    const opened = openSync(written, 'r');
    fsyncSync(opened);
    closeSync(opened);
    renameSync(written, target);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    // Somebody else's is left alone.
    if (written !== undefined && code !== 'EEXIST') rmSync(written, { force: true });
    throw new ProblemError(`<configuration>: cannot be written (${code})`, { cause: error });
  }
}
