import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A server of the stack, running as a process of its own. */
export interface Child {
  readonly url: string;
  /** Asks it to end and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Everything it prints besides its ready line goes here. */
  readonly logFile: string;
}

/** Starts a server process and waits for its line `<name> ready <url>`. Rejects with what it said when it ends before that. */
export function startChild({ name, script, environment, logFile }: ChildOptions): Promise<Child> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.once('close', () => log.end());
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    let ready = false;
    const hear = (line: string) => {
      log.write(`${line}\n`);
      if (!ready) said.push(line);
    };
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`${name} ended before it was ready (exit code ${code})\n${said.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', hear);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = line.startsWith(`${name} ready `) ? line.slice(`${name} ready `.length).trim() : undefined;
      if (url === undefined) return hear(line);
      ready = true;
      resolve({ url, stop: (signal = 'SIGTERM') => stop(child, signal) });
    });
  });
}

function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
