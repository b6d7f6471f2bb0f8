import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { configuration } from './signed-on.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

async function configurationFile(content: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'sandbox.json');
  await writeFile(path, content);
  return path;
}

function run(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const read = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (read.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (read.stderr += String(chunk)));
  return { child, read, exit: once(child, 'close').then(([code]) => code as number) };
}

test('says one line when it listens, serves, and ends on SIGTERM', async () => {
  const { child, read, exit } = run({ SANDBOX_CONFIG: await configurationFile(JSON.stringify(configuration)), SANDBOX_PORT: '0' });
  await once(child.stdout, 'data');
  expect(read.stdout).toMatch(/^sandbox ready http:\/\/127\.0\.0\.1:\d+\n$/);
  const url = read.stdout.trim().split(' ')[2] ?? '';
  expect(await (await fetch(url)).text()).toContain('An offline InstaMed');
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
});

test('a taken port is told by the name of its variable', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { read, exit } = run({ SANDBOX_CONFIG: await configurationFile(JSON.stringify(configuration)), SANDBOX_PORT: String(port) });
  expect(await exit).toBe(1);
  expect(read.stderr).toContain(`SANDBOX_PORT ${port} is taken`);
  const [account] = configuration.accounts;
  const withFiles = { ...configuration, accounts: [{ ...account, files: { user: 'riverside', password: 'file-password' } }] };
  const path = await configurationFile(JSON.stringify(withFiles));
  const other = run({ SANDBOX_CONFIG: path, SANDBOX_PORT: '0', SANDBOX_FILE_PORT: String(port) });
  expect(await other.exit).toBe(1);
  expect(other.read.stderr).toContain(`SANDBOX_FILE_PORT ${port} is taken`);
});

test.each<[string, { SANDBOX_PORT?: string; SANDBOX_FILE_PORT?: string }, string]>([
  ['no configuration', {}, 'SANDBOX_CONFIG must name'],
  ['a port that is none', { SANDBOX_PORT: 'http' }, 'SANDBOX_PORT must be'],
  ['a file port that is none', { SANDBOX_PORT: '0', SANDBOX_FILE_PORT: '99999' }, 'SANDBOX_FILE_PORT must be'],
])('%s is refused', async (_, env, message) => {
  const path = env.SANDBOX_PORT === undefined ? {} : { SANDBOX_CONFIG: await configurationFile('{}') };
  const { read, exit } = run({ ...path, ...env });
  expect(await exit).toBe(1);
  expect(read.stderr).toContain(message);
});

test.each<[string, string]>([
  ['not JSON', '{'],
  ['accounts', JSON.stringify({ ...configuration, accounts: [] })],
  ['accounts/0/outlet', JSON.stringify({ ...configuration, accounts: [{ ...configuration.accounts[0], outlet: { merchantId: '1' } }] })],
  ['headerStatus', JSON.stringify({ ...configuration, switches: { headerStatus: '418' } })],
])('a configuration that does not fit names the field: %s', async (field, content) => {
  const { read, exit } = run({ SANDBOX_CONFIG: await configurationFile(content), SANDBOX_PORT: '0' });
  expect(await exit).toBe(1);
  expect(read.stderr).toContain(field);
});
