import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Figure } from './figure.ts';
import { peerLoaders, peerWidgets, type PeerSize } from './peer-sizes.ts';

const widgetBundle = new URL('../../packages/widget/dist/collect-payment.js', import.meta.url);
const litFloor = fileURLToPath(new URL('lit-floor.js', import.meta.url));
const loader = fileURLToPath(new URL('../../packages/widget/dist/esm/loader.js', import.meta.url));
const budgetBytes = 15 * 1024;
const loaderBudgetBytes = 2 * 1024;

const gzipBytes = (code: string | Uint8Array) => gzipSync(code, { level: 9 }).length;

/** Bundles a module as the widget's script-tag build is bundled: minified, with all it needs inside. */
async function bundle(entry: string, format: 'iife' | 'es'): Promise<string> {
  const built = await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      lib: { entry, formats: [format], name: 'Measured', fileName: () => 'measured.js' },
    },
  });
  const [output] = Array.isArray(built) ? built : [];
  const chunk = output?.output.find(({ type }) => type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error(`${entry} did not build.`);
  return chunk.code;
}

/** Ours beside what others hand out. */
const besidePeers = (measured: string, bytes: number, peers: readonly PeerSize[]): readonly Figure[] =>
  peers.map(({ what, gzipBytes: theirs }) => ({
    measured,
    comparedTo: `${what}, ${theirs} B gzip`,
    ratio: bytes / theirs,
    better: 'lower',
  }));

/** Gzip sizes of the script-tag bundle and of the loader, against Lit alone, the budgets, and what others hand out. */
export async function measureWidgetSize(): Promise<readonly Figure[]> {
  const widgetBytes = gzipBytes(await readFile(widgetBundle));
  const floorBytes = gzipBytes(await bundle(litFloor, 'iife'));
  const loaderBytes = gzipBytes(await bundle(loader, 'es'));
  const measured = `<collect-payment> script-tag bundle, ${widgetBytes} B gzip`;
  const loading = `loadCollectPayment(), bundled, ${loaderBytes} B gzip`;
  return [
    {
      measured,
      comparedTo: `a trivial Lit element bundled the same way, ${floorBytes} B gzip`,
      ratio: widgetBytes / floorBytes,
      better: 'lower',
    },
    { measured, comparedTo: `the budget, ${budgetBytes} B gzip`, ratio: widgetBytes / budgetBytes, better: 'lower', target: 1 },
    ...besidePeers(measured, widgetBytes, peerWidgets),
    {
      measured: loading,
      comparedTo: `the budget, ${loaderBudgetBytes} B gzip`,
      ratio: loaderBytes / loaderBudgetBytes,
      better: 'lower',
      target: 1,
    },
    ...besidePeers(loading, loaderBytes, peerLoaders),
  ];
}
