// Builds the script-tag bundles (one self-contained file each), the ES modules (lit stays an import) and the types, into `dist` or the
// folder named: `node build.mjs [folder]`. The same sources give the same bytes, wherever and whenever they are built.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import { build } from 'vite';
import { writeRelease } from './release.mjs';

// Vite takes what it finds, and a test runner sets `test`: Lit would come in its development build.
process.env.NODE_ENV = 'production';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = resolve(process.argv[2] ?? join(root, 'dist'));
// The bundler names sources by their way from here, in comments.
process.chdir(root);

/** Style sheets are text inside the script, which minifiers leave alone: their white space is dropped here. */
const plainStyles = {
  name: 'plain-styles',
  transform: (code, id) =>
    id.endsWith('.styles.ts')
      ? code.replace(/css`[^`]*`/g, (sheet) =>
          sheet
            .replace(/\s+/g, ' ')
            .replace(/='(\w+)'\]/g, '=$1]')
            .replace(/;(?= ?\})/g, '')
            .replace(/ ?([{};,]|: (?=[^{}]*[;}])) ?/g, (sign) => sign.trim()),
        )
      : null,
};

/** Templates likewise: a line break beside a tag, a hole or an attribute only lays out the source. */
const plainTemplates = {
  name: 'plain-templates',
  transform: (code, id) =>
    /(templates\/.*|collect-payment)\.ts$/.test(id)
      ? code.replace(/(?<=[>}])\n\s*(?=<)|(?<=>)\n\s*(?=\$\{)/g, '').replace(/\n\s+(?=[?@a-z-]+=)/g, ' ')
      : null,
};

const shared = { root, configFile: false, logLevel: 'warn', plugins: [plainStyles, plainTemplates] };

async function scriptTag(entry, fileName) {
  await build({
    ...shared,
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      lib: { entry, formats: ['iife'], name: 'CollectPaymentElement', fileName: () => fileName },
    },
  });
  // Once more with Terser: what its several passes find is worth 1 % of the bundle.
  const file = join(dist, fileName);
  const compress = { passes: 3, ecma: 2022, unsafe: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true };
  const { code } = await minify(readFileSync(file, 'utf8'), { compress, toplevel: true });
  writeFileSync(file, code);
}

/** tsc keeps the sources' `.ts` in the imports of its declarations; readers of a package look for `.js`. */
function writeTypes() {
  const types = join(dist, 'types');
  const project = ['-p', join(root, 'tsconfig.build.json'), '--outDir', types];
  const { status } = spawnSync('tsc', project, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
  for (const name of readdirSync(types, { recursive: true }).filter((file) => file.endsWith('.d.ts'))) {
    const file = join(types, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(from|import) '(\.[^']*)\.ts'/g, "$1 '$2.js'"));
  }
}

await rm(dist, { recursive: true, force: true });
await scriptTag('src/define.ts', 'collect-payment.js');
await scriptTag('src/define-es.ts', 'collect-payment-es.js');
await scriptTag('src/framed/define-frame.ts', 'collect-payment-frame.js');
await scriptTag('src/framed/embed.ts', 'collect-payment-embed.js');
await build({
  ...shared,
  build: {
    outDir: join(dist, 'esm'),
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
    lib: {
      entry: {
        index: 'src/index.ts',
        define: 'src/define.ts',
        'define-frame': 'src/framed/define-frame.ts',
        'messages-es': 'src/messages/es.ts',
      },
      formats: ['es'],
    },
    rolldownOptions: { external: /^lit(\/|$)/ },
  },
});
writeTypes();
writeRelease(dist, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
