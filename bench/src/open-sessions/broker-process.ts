import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { variables } from './broker-configuration.ts';

const program = fileURLToPath(new URL('../../../packages/sso-broker/src/main.ts', import.meta.url));

/** A broker as an operator starts it: a process, a file, an environment. It ends with the bench. */
export class BrokerProcess {
  readonly #child: ChildProcess;
  readonly #end = (): void => void this.#child.kill('SIGKILL');
  readonly startedAtMs: number;
  readonly url: string;

  private constructor(child: ChildProcess, startedAtMs: number, url: string) {
    this.#child = child;
    this.startedAtMs = startedAtMs;
    this.url = url;
    process.once('exit', this.#end);
  }

  /** Resolves when it says that it is ready. Its complaints are shown. */
  static async start(folder: string, configuration: unknown, secrets: Readonly<Record<string, string>> = {}): Promise<BrokerProcess> {
    const path = join(folder, 'broker.json');
    writeFileSync(path, JSON.stringify(configuration));
    const startedAtMs = Date.now();
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, ...variables, ...secrets, COLLECT_PAYMENT_CONFIG: path, BROKER_PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (!/"level":(?:"info"|30)/.test(line)) console.error(line);
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The broker ended with ${code} before it was ready.`);
    });
    const said = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
    const [line] = await Promise.race([said, ended]);
    // It is killed in the end, and that is no news.
    ended.catch(() => undefined);
    return new BrokerProcess(child, startedAtMs, line.replace('broker ready ', ''));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  /** Kills it without a word. */
  async kill(): Promise<void> {
    process.off('exit', this.#end);
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
