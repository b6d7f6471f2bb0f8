import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problems } from './problems.ts';
import { Secret } from './secret.ts';
import type { SecretReference } from './shapes.ts';

/** Where secrets are looked up: the environment of the process and the folder that relative paths start from. */
export interface SecretSource {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
}

/** Resolves `{ "env": NAME }` or `{ "file": PATH }`. One trailing line break of a file is not part of the secret. */
export function readSecret(problems: Problems, field: string, reference: SecretReference, source: SecretSource): Secret {
  if ('env' in reference) {
    const value = source.environment[reference.env];
    problems.refuse(value === undefined || value === '', field, `the environment variable ${reference.env} is not set`);
    return new Secret(value ?? '');
  }
  return problems.attempt(field, `the file ${reference.file} cannot be read`, () => {
    const text = readFileSync(resolve(source.directory, reference.file), 'utf8').replace(/\r?\n$/, '');
    problems.refuse(text === '', field, `the file ${reference.file} is empty`);
    return new Secret(text);
  });
}

/** A private key, whose file must be its owner's alone: whoever reads it can sign as us (decision 16). */
export function readPrivateKey(problems: Problems, field: string, reference: SecretReference, source: SecretSource): Secret {
  const secret = readSecret(problems, field, reference, source);
  if ('file' in reference && isOpenToOthers(resolve(source.directory, reference.file)))
    problems.add(field, `the file ${reference.file} can be read by others: chmod 600 it`);
  return secret;
}

/** Whether anybody but its owner may read or change a file. Windows has no such bits; there it is the folder's access list that counts. */
export function isOpenToOthers(path: string): boolean {
  const mode = process.platform === 'win32' ? undefined : statSync(path, { throwIfNoEntry: false })?.mode;
  return mode !== undefined && (mode & 0o077) !== 0;
}
