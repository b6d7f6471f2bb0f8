import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultNames } from '../src/faults.ts';
import { switchTable } from '../src/switch-table.ts';

const guide = readFileSync(new URL('../../../docs/sandbox.md', import.meta.url), 'utf8');

describe('docs/sandbox.md', () => {
  it('lists every switch with its values, and no other', () => {
    const rows = Object.entries(switchTable).map(
      ([name, { values, decides }]) => `| \`${name}\` | ${values.map((value) => `\`${value}\``).join(' ')} | ${decides} |`,
    );
    const listed = guide
      .slice(guide.search(/^\| switch +\|/m))
      .trim()
      .split('\n')
      .slice(2)
      .map((row) => row.replaceAll(/ +/g, ' '));
    expect(listed).toEqual(rows);
  });

  it('names every fault', () => {
    expect(faultNames.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });
});
