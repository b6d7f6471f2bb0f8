import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edges-'));
  cpSync(join(root, '.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function plant(files: Readonly<Record<string, string>>): readonly string[] {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const cruise = spawnSync(
    join(root, 'node_modules/.bin/depcruise'),
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'packages'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  const { summary } = JSON.parse(cruise.stdout) as { summary: { totalCruised: number; violations: { rule: { name: string } }[] } };
  expect(summary.totalCruised).toBeGreaterThan(0);
  return summary.violations.map((violation) => violation.rule.name);
}

const there = 'export const there = 1;\n';

describe('the import gate', { timeout: 60_000 }, () => {
  it('accepts a broker that imports protocol', () => {
    expect(
      plant({
        'packages/protocol/src/there.ts': there,
        'packages/sso-broker/src/here.ts': "export { there } from '../../protocol/src/there.ts';\n",
      }),
    ).toEqual([]);
  });

  it.each([
    ['protocol-knows-nobody', 'packages/protocol/src/here.ts', 'packages/contract/src/there.ts'],
    ['verify-page-knows-nobody', 'packages/verify-page/src/here.ts', 'packages/contract/src/there.ts'],
    ['card-reader-knows-protocol', 'packages/card-reader/src/here.ts', 'packages/contract/src/there.ts'],
    ['sandbox-knows-protocol', 'packages/sandbox/src/here.ts', 'packages/contract/src/there.ts'],
    ['broker-knows-protocol-and-contract', 'packages/sso-broker/src/here.ts', 'packages/sandbox/src/there.ts'],
    ['widget-takes-only-types-from-contract', 'packages/widget/src/here.ts', 'packages/contract/src/there.ts'],
    ['session-is-pure', 'packages/sso-broker/src/session/here.ts', 'packages/sso-broker/src/engine/there.ts'],
  ])('refuses a breach of %s', (rule, from, to) => {
    const up = '../'.repeat(from.split('/').length - 1);
    expect(plant({ [to]: there, [from]: `export { there } from '${up}${to}';\n` })).toContain(rule);
  });

  it('refuses a protocol that opens a socket', () => {
    expect(plant({ 'packages/protocol/src/here.ts': "export { connect } from 'node:net';\n" })).toContain('protocol-does-no-io');
  });
});
