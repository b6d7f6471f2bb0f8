import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface WebKitPaths {
  readonly browser: string;
  readonly driver: string;
  readonly display: string;
}

export interface WebKitProcesses {
  /** Where the driver answers. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const startBoundMs = 60_000;

/** A display higher than any page of the tests: the driver clicks where an element is on it, and loses the click that is below its edge. */
export const displaySize = { width: 1280, height: 2000 };

/** The driver, and a display of its own: WebKitGTK has no headless mode. */
export async function startWebKitProcesses(paths: WebKitPaths): Promise<WebKitProcesses> {
  const children: ChildProcess[] = [];
  // Each leads a group, in which the browsers are that the driver starts: nothing outlives the tests, not even those that are broken off.
  const start = (command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess => {
    const env = { ...process.env, ...environment };
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    children.push(child);
    return child;
  };
  const killAll = () => {
    for (const { pid } of children) killGroup(pid);
  };
  process.once('exit', killAll);
  const stop = async () => {
    const gone = children
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .map((child) => once(child, 'exit'));
    killAll();
    await Promise.all(gone);
    process.off('exit', killAll);
  };

  try {
    const screen = `${displaySize.width}x${displaySize.height}x24`;
    const display = await displayOf(start(paths.display, ['-displayfd', '1', '-screen', '0', screen, '-nolisten', 'tcp']));
    const port = await freePort();
    const driver = start(paths.driver, ['--host=127.0.0.1', `--port=${port}`], {
      DISPLAY: `:${display}`,
      GDK_BACKEND: 'x11',
      GSETTINGS_BACKEND: 'memory',
      LIBGL_ALWAYS_SOFTWARE: '1',
    });
    driver.stdout?.resume();
    const url = `http://127.0.0.1:${port}`;
    await answers(`${url}/status`, driver);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

/** The number that the display has chosen for itself. */
async function displayOf(display: ChildProcess): Promise<string> {
  const signal = AbortSignal.timeout(startBoundMs);
  const ended = once(display, 'exit', { signal }).then(([code]) => {
    throw new Error(`the display ended with ${code}`);
  });
  const [number] = (await Promise.race([once(display.stdout!, 'data', { signal }), ended])) as [Buffer];
  ended.catch(() => undefined);
  return String(number).trim();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

/** The driver says by nothing but an answer that it is there. */
async function answers(url: string, driver: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(startBoundMs);
  while (driver.exitCode === null && !signal.aborted) {
    const there = await fetch(url, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (there) return;
    await pause(50);
  }
  throw new Error(`the driver does not answer; it ended with ${driver.exitCode}`);
}
