import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** How a sample's server is started where its language is on the machine. */
interface Runtime {
  readonly guide: string;
  /** Of its block in the guide. */
  readonly fence: string;
  readonly file: string;
  readonly command: readonly [string, ...string[]];
  /** The languages that come with Node are never missing. */
  readonly isHere: () => boolean;
  /** What it prints once it can be reached. */
  readonly ready: RegExp;
}

const answers = (command: string, argument: string, wanted: RegExp) => () => {
  const { stdout, stderr } = spawnSync(command, [argument], { encoding: 'utf8' });
  return wanted.test(`${stdout}${stderr}`);
};
const listening = /^listening (http:\S+)/;

export const runtimes: readonly Runtime[] = [
  { guide: 'node', fence: 'js', file: 'server.mjs', command: [process.execPath, 'server.mjs'], isHere: () => true, ready: listening },
  {
    guide: 'python',
    fence: 'python',
    file: 'server.py',
    command: ['python3', 'server.py'],
    isHere: answers('python3', '--version', /Python 3\.(9|\d\d)\./),
    ready: listening,
  },
  {
    guide: 'java',
    fence: 'java',
    file: 'Server.java',
    command: ['java', 'Server.java'],
    isHere: answers('java', '-version', /version "(1[7-9]|[2-9]\d)/),
    ready: listening,
  },
  {
    guide: 'php',
    fence: 'php',
    file: 'server.php',
    command: ['sh', '-c', 'exec php -S "127.0.0.1:$PORT" server.php'],
    isHere: answers('php', '--version', /PHP 8\.[1-9]/),
    ready: /Development Server \((http:\S+)\) started/,
  },
];

export interface SampleServer {
  readonly url: string;
  /** Every line that it has printed. */
  readonly said: readonly string[];
  stop(): Promise<void>;
}

/** PHP's server cannot choose a port for itself. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a sample's server in a folder of its own. Rejects with what it said when it ends before it can be reached. */
export async function startSample(runtime: Runtime, code: string, environment: Readonly<Record<string, string>>): Promise<SampleServer> {
  const folder = mkdtempSync(join(tmpdir(), `guide-${runtime.guide}-`));
  writeFileSync(join(folder, runtime.file), code);
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  const PORT = runtime.guide === 'php' ? `${await freePort()}` : '0';
  const [command, ...parameters] = runtime.command;
  const child = spawn(command, parameters, {
    cwd: folder,
    env: { ...process.env, ...environment, PORT },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  const exited = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (line: string) => {
      said.push(line);
      const [, address] = runtime.ready.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    };
    createInterface({ input: child.stdout }).on('line', hear);
    createInterface({ input: child.stderr }).on('line', hear);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`${runtime.guide} ended\n${said.join('\n')}`)));
  });
  return {
    url,
    said,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}
