// Builds the script-tag bundles (one self-contained file each) and the ES modules (lit stays an import).
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Style sheets are text inside the script, which minifiers leave alone: their white space is dropped here. */
const plainStyles = {
  name: 'plain-styles',
  transform: (code, id) =>
    id.endsWith('.styles.ts') ? code.replace(/css`[^`]*`/g, (sheet) => sheet.replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1')) : null,
};
/** Templates likewise: runs of white space that hold a line break stand between tags and attributes only. */
const plainTemplates = {
  name: 'plain-templates',
  transform: (code, id) => (/templates\/.*\.ts$|collect-payment\.ts$/.test(id) ? code.replace(/\n\s+(?=[<$@?/a-z-])/g, '\n') : null),
};

const shared = { root, configFile: false, logLevel: 'warn', plugins: [plainStyles, plainTemplates] };

function scriptTag(entry, fileName) {
  return build({
    ...shared,
    build: {
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      lib: { entry, formats: ['iife'], name: 'CollectPaymentElement', fileName: () => fileName },
    },
  });
}

await rm(`${root}/dist`, { recursive: true, force: true });
await scriptTag('src/define.ts', 'collect-payment.js');
await scriptTag('src/define-es.ts', 'collect-payment-es.js');
await build({
  ...shared,
  build: {
    outDir: 'dist/esm',
    target: 'es2022',
    minify: false,
    lib: { entry: { index: 'src/index.ts', define: 'src/define.ts', 'messages-es': 'src/messages/es.ts' }, formats: ['es'] },
    rolldownOptions: { external: /^lit(\/|$)/ },
  },
});
