import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './bootstrap.mjs';
import { testNames } from './test-names.ts';

interface Threat {
  readonly number: number;
  readonly text: string;
  readonly tests: readonly { readonly file: string; readonly link: string; readonly name: string }[];
  readonly open: string | undefined;
}

const threats: readonly Threat[] = readFileSync(join(root, 'docs', 'threat-model.md'), 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    number: Number(/^\d+/.exec(section)?.[0]),
    text: section,
    tests: [...section.matchAll(/^- \[(?<file>\S+)\]\(\.\.\/(?<link>\S+)\): `(?<name>.+)`$/gm)].map(
      ({ groups }) => groups as unknown as Threat['tests'][number],
    ),
    open: /^\*\*Open:\*\* (.+)$/m.exec(section)?.[1],
  }));
const tests = threats.flatMap((threat) => threat.tests);

describe('the threat model', () => {
  it('has all 44 threats, in order, each with its defence', () => {
    expect(threats.map(({ number }) => number)).toEqual(Array.from({ length: 44 }, (_, index) => index + 1));
    expect(threats.filter(({ text }) => !/\*\*Defence:\*\* \S.{15,}/.test(text)).map(({ number }) => number)).toEqual([]);
  });

  it('names only tests that exist', () => {
    const read = new Map<string, readonly string[]>();
    const namesIn = (file: string) => {
      const path = join(root, file);
      const names = read.get(file) ?? (existsSync(path) ? testNames(file, readFileSync(path, 'utf8')) : []);
      read.set(file, names);
      return names;
    };
    expect(tests.filter(({ file, link }) => file !== link)).toEqual([]);
    expect(tests.filter(({ file, name }) => !namesIn(file).includes(name)).map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
    expect(tests.length).toBeGreaterThan(100);
  });

  it('reads every line of a list as a test', () => {
    const lines = threats.flatMap(({ text }) => text.match(/^- .*$/gm) ?? []);
    expect(lines).toHaveLength(tests.length);
  });

  it('says of a threat without a test what is not built or not there yet', () => {
    const untested = threats.filter((threat) => threat.tests.length === 0);
    expect(untested.filter(({ open = '' }) => !/^Not (built|yet): .{10,}/.test(open)).map(({ number }) => number)).toEqual([]);
    expect(untested.length).toBeLessThan(8);
  });
});

describe('the names of tests', () => {
  it('are read however a test is written, and not of what is skipped or no test', () => {
    const source = `
      test('plain', () => {}); it.each([1, 2])('%i of a table', () => {}); test.runIf(true)(\`of \${place}\`, () => {});
      test.each\`a|b\`('tagged', () => {}); it.skip('skipped', () => {}); test.todo('planned'); describe('no test', () => {});
    `;
    expect(testNames('sample.test.ts', source)).toEqual(['plain', '%i of a table', 'of ${place}', 'tagged']);
  });
});
