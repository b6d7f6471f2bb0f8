import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = ['packages', 'demo', 'e2e', 'bench', 'scripts'];
const below = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
);
const files = ['package.json', ...below].filter((file) => !/(^|\/)(node_modules|dist|test-results)\//.test(file) && /\.[a-z]+$/.test(file));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('the tree', () => {
  it('holds source files of at most 400 lines, the median at most 120 and the ninetieth percentile at most 250', () => {
    const sources = files.filter((file) => /\.(ts|mjs)$/.test(file));
    const lines = sources.map((file) => read(file).split('\n').length).toSorted((a, b) => a - b);
    expect(lines.length).toBeGreaterThan(50);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(120);
    expect(lines[Math.floor(lines.length * 0.9)]).toBeLessThanOrEqual(250);
    expect(lines.at(-1)).toBeLessThanOrEqual(400);
  });

  it('locks dependencies by name and version, never by address', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/tarball:|https?:\/\//);
  });

  it('takes no dependency from a range', () => {
    const manifests = files.filter((file) => file.endsWith('package.json'));
    const ranges = manifests.flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file)) as Record<string, Record<string, string> | undefined>;
      return Object.entries({ ...dependencies, ...devDependencies }).filter(
        ([, range]) => !/^(catalog:|workspace:\*|\d+\.\d+\.\d+)$/.test(range),
      );
    });
    expect(manifests.length).toBeGreaterThan(5);
    expect(ranges).toEqual([]);
  });
});
