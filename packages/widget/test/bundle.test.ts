import { expect, test } from 'vitest';
import guide from '../../../docs/embed.md?raw';
// What a page gets by its script tag, as the build wrote it.
import bundle from '../dist/collect-payment.js?raw';
import embed from '../dist/collect-payment-embed.js?raw';
import frame from '../dist/collect-payment-frame.js?raw';
import { widgetErrors } from '../src/widget-errors.ts';
import { gzipBytes } from './gzip-bytes.ts';
import manifest from '../package.json' with { type: 'json' };

const [loader = ''] = Object.values(import.meta.glob<string>('../dist/esm/loader.js', { query: '?raw', import: 'default', eager: true }));

test.each([
  ['the script tag is at most 15 KB', bundle, 15 * 1024],
  ['the script of a page that frames the broker’s is at most 2 KB', frame, 2 * 1024],
  ['the loader, not minified, is at most 2 KB', loader, 2 * 1024],
])('%s gzipped', async (_, script, budget) => {
  expect(await gzipBytes(script)).toBeLessThanOrEqual(budget);
});

test('the script tag holds the element and Lit, and nothing of the schemas or the server', () => {
  expect(bundle).toContain('collect-payment');
  expect(bundle).toContain('litElementVersions');
  for (const foreign of ['typebox', '~kind', 'additionalProperties', 'node:', 'require(', 'SAMLResponse', 'import(']) {
    expect(bundle).not.toContain(foreign);
  }
});

test('no script writes HTML from strings, or style attributes of its own', () => {
  for (const script of [bundle, frame, embed])
    for (const unsafe of ['insertAdjacentHTML', 'document.write', '.style.', 'eval(', 'style=']) expect(script).not.toContain(unsafe);
  for (const script of [frame, embed]) expect(script).not.toContain('innerHTML');
});

test('the loader names one file and digest for each element, and imports nothing', () => {
  expect(loader.match(/"collect-payment(-frame)?@[\w.-]+\.js"/g)).toHaveLength(2);
  expect(loader.match(/"sha384-[\w+/]{64}"/g)).toHaveLength(2);
  expect(loader).not.toContain('import ');
});

test('every entry of the package is either a plain file or has types before its default', () => {
  const conditions = Object.values(manifest.exports).filter((entry) => typeof entry === 'object');
  expect(conditions).toHaveLength(10);
  for (const entry of conditions) expect(Object.keys(entry)).toEqual(['types', 'default']);
});

test('the embedding guide lists every code of the element', () => {
  const rows = guide.replaceAll(/ +/g, ' ');
  for (const [code, meaning] of Object.entries(widgetErrors)) expect(rows).toContain(`| \`${code}\` | ${meaning} |`);
});
