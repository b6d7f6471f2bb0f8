import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scopes } from '../../identity/scopes.ts';
import { blankConfiguration, files } from '../blank-configuration.ts';
import { ProblemError, type Command } from '../command.ts';
import { createSigningCertificate } from '../create-certificate.ts';
import { idOfToday, newSecretKey } from '../new-secret-key.ts';
import { readWords } from '../read-words.ts';

/** Makes what a broker begins with. Every file is its owner's alone, and none is ever written over. */
export const init: Command = async (words, { nowMs, print, tell }) => {
  const [folder = ''] = readWords(words, 1, {}).positionals;
  const taken = Object.values(files).filter((name) => existsSync(join(folder, name)));
  if (taken.length > 0) throw new ProblemError(`<folder>: it holds ${taken.join(', ')} already: nothing was written`);
  const { key, certificate } = await createSigningCertificate(nowMs());
  const { secretKey, entry } = newSecretKey(idOfToday(nowMs()), scopes);
  const contents: readonly (readonly [name: string, text: string])[] = [
    [files.clientSecretKey, `${randomBytes(32).toString('base64')}\n`],
    [files.auditKey, `${randomBytes(32).toString('base64')}\n`],
    [files.masterKey, `${randomBytes(32).toString('base64')}\n`],
    [files.signingKey, key],
    [files.signingCertificate, certificate],
    [files.configuration, `${JSON.stringify(blankConfiguration(entry), null, 2)}\n`],
  ];
  writeAll(folder, contents);
  print(JSON.stringify({ secretKey, written: contents.map(([name]) => join(folder, name)) }, null, 2));
  tell('Give secretKey to the host’s server: it is not shown again.');
  tell(`Keep a copy of ${files.masterKey} apart from the database and its backups: without it they cannot be read.`);
  tell(
    `Fill in ${files.configuration}, and put what InstaMed gave you into ${files.securityKey} and ${files.apiPassword}; \`doctor\` tells what is missing.`,
  );
  return 0;
};

function writeAll(folder: string, contents: readonly (readonly [name: string, text: string])[]): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // `wx`: who has made one of them in the meantime keeps theirs.
    for (const [name, text] of contents) writeFileSync(join(folder, name), text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ProblemError(`<folder>: cannot be written (${code})`, { cause: error });
  }
}
