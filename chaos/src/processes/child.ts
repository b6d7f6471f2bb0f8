import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { LogBook } from './log-book.ts';

export interface ChildOptions {
  /** As on its ready line: `<name> ready <url>`. */
  readonly name: string;
  /** In the log book. */
  readonly label: string;
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly log: LogBook;
}

/** A process of ours, until it ends. */
export class Child {
  readonly #process: ChildProcess;
  /** Resolves to the exit code, or to the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Resolves when it says that it is ready, or has ended before that. */
  readonly ready: Promise<boolean>;
  /** Resolves when its last line is in the log book. */
  readonly said: Promise<void>;
  url = '';

  constructor({ name, label, command, environment, log }: ChildOptions) {
    const [program, ...values] = command;
    const child = spawn(program, values, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    this.ended = once(child, 'exit').then(([code, signal]) => {
      process.off('exit', kill);
      return (code ?? signal) as number | string;
    });
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.ready = promise;
    void this.ended.then(() => resolve(false));
    const complaints = createInterface({ input: child.stderr }).on('line', (line) => log.write(label, line));
    const lines = createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(label, line);
      if (!line.startsWith(`${name} ready `)) return;
      this.url = line.slice(`${name} ready `.length).trim();
      resolve(true);
    });
    this.said = Promise.all([once(complaints, 'close'), once(lines, 'close')]).then(() => undefined);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }
}
