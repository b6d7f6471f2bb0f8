import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startStack } from '../src/stack.ts';

const command = fileURLToPath(new URL('../../packages/sso-broker/src/cli/main.ts', import.meta.url));

it('the broker’s doctor finds nothing wrong with the demo while it runs, and leaves it running', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  const stack = await startStack({ folder, ports: { demo: 0, broker: 0, sandbox: 0 } });
  onTestFinished(async () => {
    await stack.stop();
    rmSync(folder, { recursive: true });
  });
  // Rejects unless it ends with 0.
  const { stdout } = await promisify(execFile)(process.execPath, [command, 'doctor', join(folder, 'broker.json')]);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.filter((line) => !/^(ok|warn) /.test(line))).toEqual([]);
  const { sandbox, demo } = stack;
  for (const what of [`upstream ${sandbox}`, `clock against ${sandbox}`, `riverside: origin ${demo}`, 'riverside: webhook clinic'])
    expect(lines.filter((line) => line.startsWith(`ok ${what}: `))).toHaveLength(1);
  expect(lines.filter((line) => /^(ok|warn) database: /.test(line))).toHaveLength(1);
  for (const secret of Object.values(stack.secrets)) expect(stdout).not.toContain(secret);
  expect((await fetch(`${stack.broker}/readyz`)).status).toBe(200);
});
