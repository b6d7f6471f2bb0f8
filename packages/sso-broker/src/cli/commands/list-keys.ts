import { checkShape } from '../../configuration/check-shape.ts';
import type { ConfigurationFile } from '../../configuration/configuration-file.ts';
import { readJsonFile } from '../../configuration/load-configuration.ts';
import { Problems } from '../../configuration/problems.ts';
import type { Command } from '../command.ts';
import { readWords } from '../read-words.ts';

/** One line a key: tenant, id, scopes. Reads the file alone, so that it works where the secrets are not. */
export const listKeys: Command = async (words, { print }) => {
  const [path = ''] = readWords(words, 1, {}).positionals;
  const json = readJsonFile(path, '<configuration>');
  const problems = new Problems();
  checkShape(problems, json);
  problems.throwIfAny();
  for (const tenant of (json as ConfigurationFile).tenants)
    for (const { id, scopes } of tenant.secretKeys) print(`${tenant.id} ${id} ${scopes.join(',')}`);
  return 0;
};
