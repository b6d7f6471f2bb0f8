import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A server of the stack, running as a process of its own. */
export interface Child {
  readonly url: string;
  /** Asks it to end and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts a server process and waits for its line `<name> ready <url>`. What it prints besides goes to stderr, so that stdout stays
 * readable. Rejects with what it said when it ends before that.
 */
export function startChild(name: string, script: string, environment: Readonly<Record<string, string>>): Promise<Child> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    console.error(line);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended before it was ready (exit code ${code})\n${said.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = line.startsWith(`${name} ready `) ? line.slice(`${name} ready `.length).trim() : undefined;
      if (url === undefined) console.error(line);
      else resolve({ url, stop: (signal = 'SIGTERM') => stop(child, signal) });
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
