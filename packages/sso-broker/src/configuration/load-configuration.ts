import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BrokerConfiguration } from './configuration.ts';
import { readConfiguration } from './read-configuration.ts';

/** The configuration file cannot be read, or is no JSON: told in words, without a stack. */
export class ConfigurationFileError extends Error {
  override readonly name = 'ConfigurationFileError';
}

/** The JSON of a file, checked in no way. `name` is what the operator calls the file. Throws ConfigurationFileError. */
export function readJsonFile(path: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // A parser's message quotes the text, which a careless operator may have put a secret in.
    throw new ConfigurationFileError(`${name}: ${error instanceof SyntaxError ? 'the file is not JSON' : 'the file cannot be read'}.`);
  }
}

/** Reads the file at `path`, with secrets from the environment and from files beside it. Throws ConfigurationFileError or ConfigurationError. */
export function loadConfiguration(path: string, name: string, environment: NodeJS.ProcessEnv): BrokerConfiguration {
  return readConfiguration(readJsonFile(path, name), { environment, directory: dirname(resolve(path)) });
}
