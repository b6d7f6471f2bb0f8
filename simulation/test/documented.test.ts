import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultKinds } from '../src/faults.ts';
import { plantedBugs } from '../src/planted/planted-bugs.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/reliability.md'), 'utf8');

test.each(faultKinds)('docs/reliability.md tells of the trouble "%s"', (kind) => {
  expect(page).toContain(kind);
});

test('docs/reliability.md lists the planted bugs, all of them and no others', () => {
  const section = page.slice(page.indexOf('### Planted bugs'), page.indexOf('### Found by it'));
  const listed = Array.from(section.matchAll(/^- (.+)$/gm), ([, name]) => name);
  expect(listed).toEqual(plantedBugs.map(({ name }) => name));
});

test.each(plantedBugs)('the passage of "$name" stands once in the broker', ({ file, find }) => {
  const text = readFileSync(join(import.meta.dirname, '../../packages', file), 'utf8');
  expect(text.split(find)).toHaveLength(2);
});
