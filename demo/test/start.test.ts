import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../src/start.ts', import.meta.url));
const anyPorts = { DEMO_PORT: '0', BROKER_PORT: '0', SANDBOX_PORT: '0' };
const wholeScript = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
let folder: string;
let started: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});
afterEach(async () => {
  if (started !== undefined && started.exitCode === null) {
    const ended = once(started, 'exit');
    started.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true });
});

function start(ports: Readonly<Record<string, string>>): ChildProcess & { readonly stdout: NonNullable<ChildProcess['stdout']> } {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...anyPorts, ...ports, DEMO_DATA: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started = child;
  return child;
}

async function readyLine(
  child: Pick<ReturnType<typeof start>, 'stdout'>,
): Promise<Record<'demo' | 'broker' | 'sandbox' | 'secretKey', string>> {
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('ready ')) return JSON.parse(line.slice('ready '.length)) as Awaited<ReturnType<typeof readyLine>>;
  }
  throw new Error('It ended before it was ready.');
}

async function failure(child: ReturnType<typeof start>): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  return { code, said: said.join('') };
}

describe('npm start', () => {
  it('ends its output with one line that names the three servers and a secret key that works', { timeout: 30_000 }, async () => {
    const ready = await readyLine(start({}));
    const origins = [ready.demo, ready.broker, ready.sandbox].map((url) => new URL(url).origin);
    expect(new Set(origins).size).toBe(3);
    expect((await fetch(ready.demo)).status).toBe(200);
    expect((await fetch(`${ready.sandbox}/`)).status).toBe(200);
    const sessions = await fetch(`${ready.broker}/v1/payment-sessions`, { headers: { authorization: `Bearer ${ready.secretKey}` } });
    expect(sessions.status).toBe(200);
  });

  it.each(['DEMO_PORT', 'BROKER_PORT', 'SANDBOX_PORT'])('names %s when that port is taken', { timeout: 30_000 }, async (variable) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const { code, said } = await failure(start({ [variable]: port }));
    other.close();
    expect(code).toBe(1);
    expect(said).toContain(variable);
    expect(said).toContain(port);
  });

  it('ends everything when the shell that ran it is killed', { timeout: 60_000 }, async () => {
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${wholeScript}"; true`], {
      env: { ...process.env, ...anyPorts, DEMO_DATA: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { demo } = await readyLine(shell);
    shell.stdout.resume();
    shell.kill('SIGKILL');
    // Closes when the last process that could write to it has ended.
    await once(shell.stdout, 'close');
    await expect(fetch(demo)).rejects.toThrow('fetch failed');
  });

  it('refuses a port that is no port', async () => {
    const { code, said } = await failure(start({ BROKER_PORT: '70000' }));
    expect(code).toBe(1);
    expect(said).toContain('BROKER_PORT');
  });
});
