import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { environment } from './broker.ts';
import { makeDirectory } from './directory.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface ProcessChoices {
  readonly variables?: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly nodeArguments?: readonly string[];
  /** What a shell does before it becomes the broker, such as setting a limit. */
  readonly before?: string;
}

/** Starts the broker as an operator does: a process, a file, an environment. Killed with the test. */
export function startBrokerProcess(json: unknown, choices: ProcessChoices = {}): ChildProcess {
  const { variables = {}, directory = makeDirectory(), nodeArguments = [], before } = choices;
  const path = join(directory, 'broker.json');
  writeFileSync(path, typeof json === 'string' ? json : JSON.stringify(json));
  const command = [process.execPath, ...nodeArguments, main];
  const [program = '', ...values] = before === undefined ? command : ['/bin/sh', '-c', `${before} && exec "$@"`, 'sh', ...command];
  const child = spawn(program, values, {
    env: { ...environment, COLLECT_PAYMENT_CONFIG: path, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** The address on the ready line. */
export async function readyUrl({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new TypeError('no pipe');
  const [line] = (await once(createInterface(stdout), 'line')) as [string];
  expect(line).toMatch(/^broker ready http:\/\/127\.0\.0\.1:\d+$/);
  return line.replace('broker ready ', '');
}
