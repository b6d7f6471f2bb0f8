// Builds four scripts, each an ES module that holds all it needs: the preflight, the reader, the simulated one, and the element that says what the preflight
// sees. The last has a name that will never mean other bytes, as the widget's scripts have. `node build.mjs [folder]`.
import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import { build } from 'vite';
import { releaseFile } from '../widget/release.mjs';

process.env.NODE_ENV = 'production';
const root = fileURLToPath(new URL('.', import.meta.url));
const dist = resolve(process.argv[2] ?? join(root, 'dist'));
process.chdir(root);

const entries = {
  preflight: 'src/preflight/index.ts',
  reader: 'src/index.ts',
  simulated: 'src/simulated/index.ts',
  'collect-payment-readers': 'src/element/collect-payment-readers.ts',
};

await rm(dist, { recursive: true, force: true });
for (const [name, entry] of Object.entries(entries)) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'es2024',
      minify: true,
      lib: { entry, formats: ['es'], fileName: () => `${name}.js` },
    },
  });
  const file = join(dist, `${name}.js`);
  const { code } = await minify(readFileSync(file, 'utf8'), { module: true, compress: { passes: 2, ecma: 2020 } });
  writeFileSync(file, code);
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const { file, integrity } = releaseFile(dist, 'collect-payment-readers.js', { version });
writeFileSync(
  join(dist, 'script-tags.html'),
  `<script type="module" src="/readers/${file}" integrity="${integrity}" crossorigin="anonymous"></script>\n`,
);
