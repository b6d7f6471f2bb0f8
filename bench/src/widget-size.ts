import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Figure } from './figure.ts';

const widgetBundle = new URL('../../packages/widget/dist/collect-payment.js', import.meta.url);
const litFloor = fileURLToPath(new URL('lit-floor.js', import.meta.url));
const budgetBytes = 15 * 1024;

const gzipBytes = (code: string | Uint8Array) => gzipSync(code, { level: 9 }).length;

/** Bundles the floor as the widget's script-tag build is bundled: one minified IIFE, Lit inside. */
async function buildLitFloor(): Promise<string> {
  const built = await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      lib: { entry: litFloor, formats: ['iife'], name: 'LitFloor', fileName: () => 'lit-floor.js' },
    },
  });
  const [output] = Array.isArray(built) ? built : [];
  const chunk = output?.output.find(({ type }) => type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('The Lit floor did not build.');
  return chunk.code;
}

/** Gzip size of the script-tag bundle, against Lit alone and against the budget. */
export async function measureWidgetSize(): Promise<readonly Figure[]> {
  const widgetBytes = gzipBytes(await readFile(widgetBundle));
  const floorBytes = gzipBytes(await buildLitFloor());
  const measured = `<collect-payment> script-tag bundle, ${widgetBytes} B gzip`;
  return [
    {
      measured,
      comparedTo: `a trivial Lit element bundled the same way, ${floorBytes} B gzip`,
      ratio: widgetBytes / floorBytes,
      better: 'lower',
    },
    { measured, comparedTo: `the budget, ${budgetBytes} B gzip`, ratio: widgetBytes / budgetBytes, better: 'lower', target: 1 },
  ];
}
