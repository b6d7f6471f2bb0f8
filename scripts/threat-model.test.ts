import { describe, expect, it } from 'vitest';
import { brokenLinks, readLinkedSections } from './linked-tests.ts';
import { testNames } from './test-names.ts';

const threats = readLinkedSections('threat-model.md');
const tests = threats.flatMap((threat) => threat.tests);

describe('the threat model', () => {
  it('has all 44 threats, in order, each with its defence', () => {
    expect(threats.map(({ number }) => number)).toEqual(Array.from({ length: 44 }, (_, index) => index + 1));
    expect(threats.filter(({ text }) => !/\*\*Defence:\*\* \S.{15,}/.test(text)).map(({ number }) => number)).toEqual([]);
  });

  it('names only tests that exist, on every line of its lists', () => {
    expect(brokenLinks(threats)).toEqual([]);
    expect(tests.length).toBeGreaterThan(100);
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
