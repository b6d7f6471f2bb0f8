import { Value } from 'typebox/value';
import { slug } from '../../configuration/shapes.ts';
import { scopes as allScopes, type Scope } from '../../identity/scopes.ts';
import { ProblemError, UsageError, type Command } from '../command.ts';
import { idOfToday, newSecretKey } from '../new-secret-key.ts';
import { readWords } from '../read-words.ts';

const isScope = (text: string): text is Scope => (allScopes as readonly string[]).includes(text);

/** Prints `{ "secretKey", "entry" }`. The key is kept nowhere: the entry has its hash. */
export const createKey: Command = async (words, { nowMs, print, tell }) => {
  const { values } = readWords(words, 0, { scopes: { type: 'string' }, id: { type: 'string' } });
  if (values.scopes === undefined) throw new UsageError();
  const asked = values.scopes.split(',').map((scope) => scope.trim());
  const scopes = allScopes.filter((scope) => asked.includes(scope));
  if (!asked.every(isScope)) throw new ProblemError(`--scopes: one or more of ${allScopes.join(',')}`);
  const id = values.id ?? idOfToday(nowMs());
  if (!Value.Check(slug, id)) throw new ProblemError('--id: lower case letters, digits and hyphens, 40 at most');
  print(JSON.stringify(newSecretKey(id, scopes), null, 2));
  tell('Give secretKey to the host’s server: it is not shown again. Add entry to secretKeys of its tenant, and restart the broker.');
  return 0;
};
