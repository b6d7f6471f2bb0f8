import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { brokerJson } from './support/broker-json.ts';
import { environment } from './support/broker.ts';
import { Client, terms } from './support/client.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

it('a broker whose disk fails answers 503, says why in its log, and ends with a failure', { timeout: 60_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'broker-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const config = join(directory, 'broker.json');
  writeFileSync(config, JSON.stringify(brokerJson('http://127.0.0.1:9')));
  // No file may grow past 256 blocks of 512 bytes: the write fails with EFBIG, which is SQLITE_IOERR_WRITE.
  const child = spawn('/bin/sh', ['-c', 'ulimit -f 256 && exec "$0" "$1"', process.execPath, main], {
    env: { ...environment, COLLECT_PAYMENT_CONFIG: config, BROKER_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const log = text(child.stderr);
  const [ready] = (await once(createInterface(child.stdout), 'line')) as [string];
  const client = new Client(ready.replace('broker ready ', ''));

  const create = { body: { ...terms, metadata: { filler: 'x'.repeat(500) } } };
  let status = 201;
  while (status === 201) ({ status } = await client.call('/v1/payment-sessions', create));

  expect(status).toBe(503);
  expect((await ended)[0]).toBe(1);
  expect(await log).toMatch(/"level":"fatal".*"type":"store_broken".*"code":"ERR_STORE_IO"/);
});
