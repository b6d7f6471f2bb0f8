import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../demo/src/start.ts', import.meta.url));

/** Sandbox, broker and demo, as `npm start` starts them, on free ports. */
export class DemoProcess {
  readonly #child: ChildProcess;
  readonly url: string;
  readonly sandbox: string;

  private constructor(child: ChildProcess, url: string, sandbox: string) {
    this.#child = child;
    this.url = url;
    this.sandbox = sandbox;
  }

  /** Resolves when it says that it is ready; throws when it ends before. `folder` is where it keeps everything. */
  static async start(folder: string): Promise<DemoProcess> {
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, DEMO_DATA: folder, DEMO_PORT: '0', BROKER_PORT: '0', SANDBOX_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    for await (const line of createInterface({ input: child.stdout! })) {
      if (!line.startsWith('ready ')) continue;
      const { demo, sandbox } = JSON.parse(line.slice('ready '.length)) as { readonly demo: string; readonly sandbox: string };
      return new DemoProcess(child, demo, sandbox);
    }
    throw new Error('The demo ended before it was ready.');
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}
