import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allHappenings, allMoments, cells, happenings, moments } from '../e2e/matrix/cells.ts';
import { root } from './bootstrap.mjs';

const guide = readFileSync(join(root, 'docs', 'browser-faults.md'), 'utf8');
const rowsOf = (first: RegExp): readonly (readonly string[])[] =>
  guide
    .split('\n')
    .filter((line) => first.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((each) => each.trim()),
    );

describe('the fault matrix of the browser', () => {
  it('has 8 moments and 11 happenings, and each of the 88 cells once', () => {
    expect([allMoments.length, allHappenings.length]).toEqual([8, 11]);
    expect(new Set(cells.map(({ moment, happening }) => `${moment} ${happening}`)).size).toBe(88);
    expect(cells).toHaveLength(88);
  });

  it('gives a reason for each cell that cannot be, and there are six of those', () => {
    const not = cells.filter(({ impossible }) => impossible !== undefined);
    expect(not.map(({ moment, happening }) => `${moment} ${happening}`)).toEqual(
      ['W1', 'W2', 'W8'].flatMap((moment) => ['blocked', 'windowClosed'].map((happening) => `${moment} ${happening}`)),
    );
    for (const { impossible } of not) expect(guide).toContain(impossible);
  });

  it('is drawn in the guide as it is', () => {
    const drawn = cells.map(({ impossible }) => (impossible === undefined ? 'tried' : 'cannot be'));
    expect(rowsOf(/^\| W\d /).flatMap((row) => row.slice(1))).toEqual(drawn);
    expect(rowsOf(/^\| W\d /).map(([name]) => name)).toEqual(allMoments.map((moment) => `${moment} ${moments[moment]}`));
    expect(rowsOf(/^\| while /)[0]?.slice(1)).toEqual(allHappenings.map((happening) => happenings[happening]));
  });
});
