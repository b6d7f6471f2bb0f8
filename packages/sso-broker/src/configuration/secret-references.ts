import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SecretReference } from './configuration-file.ts';
import type { Problems } from './problems.ts';
import { Secret } from './secret.ts';

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
