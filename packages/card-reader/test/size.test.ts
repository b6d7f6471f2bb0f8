import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'card-reader-'));
  const builder = spawn(process.execPath, [join(import.meta.dirname, '../build.mjs'), folder], { stdio: 'inherit' });
  const [code] = (await once(builder, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The build ended with ${code}`);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const script = (name: string) => readFileSync(join(folder, `${name}.js`), 'utf8');

test.each(['preflight', 'collect-payment-readers'])('the %s script is at most 3 KB gzipped', (name) => {
  expect(gzipSync(script(name), { level: 9 }).length).toBeLessThanOrEqual(3 * 1024);
});

test.each(['preflight', 'reader', 'simulated', 'collect-payment-readers'])('the %s script is whole, and holds nothing of Node', (name) => {
  expect(script(name)).not.toMatch(/node:|require\(|\bimport[ ({]/);
});
