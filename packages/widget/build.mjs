// Builds the script-tag bundles (one self-contained file each), the ES modules (lit stays an import), the types and the manifest, into
// `dist` or the folder named: `node build.mjs [folder]`. The same sources give the same bytes, wherever and whenever they are built.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { minify } from 'terser';
import { build } from 'vite';
import { contractTypes } from './contract-types.mjs';
import { writeManifest } from './manifest.mjs';
import { releaseFile, writeRelease } from './release.mjs';

// Vite takes what it finds, and a test runner sets `test`: Lit would come in its development build.
process.env.NODE_ENV = 'production';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = resolve(process.argv[2] ?? join(root, 'dist'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** The languages that come in files of their own. English is in the element. */
const languages = ['ar', 'es', 'fr', 'vi', 'zh'];
/** Each catalogue that is a file, English too where a card is saved: few pages have need of those words. */
const catalogues = [...languages, ...['en', ...languages].map((language) => `${language}-save`)];
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

/** What is taken out of Lit (`needless`) must not be missed. */
const ourTemplates = {
  name: 'our-templates',
  transform: (code, id) => {
    if (/\/src\/.*\.ts$/.test(id) && /\bhtml`/.test(code) && /<(script|style|textarea|title|svg|math)\b|\b(svg|mathml)`/.test(code))
      throw new Error(`${id} has an element whose handling is taken out of Lit`);
    return null;
  },
};

/** Templates likewise: a line break beside a tag, a hole or an attribute only lays out the source. */
const plainTemplates = {
  name: 'plain-templates',
  transform: (code, id) =>
    /(templates\/.*|collect-payment)\.ts$/.test(id)
      ? code.replace(/(?<=[>}])\n\s*(?=<)|(?<=>)\n\s*(?=\$\{)/g, '').replace(/\n\s+(?=[?@a-z-]+=)/g, ' ')
      : null,
};

/**
 * Lit can do without constructed style sheets; no browser that knows `light-dark()`, which ours need, is without them.
 * What Lit's own module does besides is 3 % of the script tag.
 */
const constructedStyles = {
  name: 'constructed-styles',
  load: (id) =>
    id.endsWith('/reactive-element/css-tag.js')
      ? `export const unsafeCSS = (text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); return sheet; };
         export const adoptStyles = (root, sheets) => { root.adoptedStyleSheets = sheets; };
         export const getCompatibleStyle = (sheet) => sheet;
         export { unsafeCSS as css, unsafeCSS as CSSResult, unsafeCSS as supportsAdoptingStyleSheets };`
      : null,
};

/** Lit asks the page for polyfills of ten years ago, and for the state that a server rendered. There are none. */
const noPolyfills = {
  name: 'no-polyfills',
  transform: (code, id) =>
    /\/(lit-html|lit-element|reactive-element)\.js$/.test(id)
      ? code.replace(/\w+\.(reactiveElement|litHtml|litElement)(Polyfill|Hydrate)Support/g, 'undefined')
      : null,
};

/**
 * What of Lit nothing here can reach: every attribute of ours is a text, so there are no booleans, numbers and objects to convert; there are no decorators,
 * of which Lit keeps what they say and runs what they add; and one of its three notes of its version is enough. A Lit that is written otherwise stops the build.
 */
const versions = /[,;]\(\w\.(litHtml|reactiveElement)Versions\?\?=\[\]\)\.push\("[\d.]+"\)/;
const needless = {
  'lit-html.js': [
    [versions, ''],
    // SVG and MathML, and holes inside of elements whose content is plain text: `ourTemplates` sees to it that there are none.
    [/\(\w\.test\(u\[2\]\)&&\(n=RegExp\("<\/"\+u\[2\],"g"\)\),c=p\)/, '(c=p)'],
    [/c=n\?\?v/, 'c=v'],
    [/\(c=p,n=void 0\)/, '(c=p)'],
    [/l=2===i\?"<svg>":3===i\?"<math>":""/, 'l=""'],
    [/\+\(2===i\?"<\/svg>":3===i\?"<\/math>":""\)/, ''],
    [/if\((this\.el=S\.createElement\(f,e\),P\.currentNode=this\.el\.content),2===i\|\|3===i\)\{.+?\}(?=for\()/, '$1;'],
    [/if\(y\.test\(r\.tagName\)\)\{const t=r\.textContent.+?r\.append\(t\[i\],c\(\)\)\}\}/, ''],
  ],
  'reactive-element.js': [
    [versions, ''],
    [/\{toAttribute\(\w,\w\)\{switch.+?,fromAttribute\(.+?return \w\}\}/, '{toAttribute:(t)=>t,fromAttribute:(t)=>t}'],
    [/Symbol\.metadata\?\?=Symbol\("metadata"\),\w\.litPropertyMetadata\?\?=new WeakMap;/, ''],
    [/const \w=this\[Symbol\.metadata\];if\(null!==\w\)\{.*?\}(?=this\.)/, ''],
    [/static addInitializer\(\w\)\{.*?\}(?=static)/, ''],
    [/,this\.constructor\.l\?\.forEach\(\w=>\w\(this\)\)/, ''],
    [/,void 0!==\w\.l&&\(this\.l=\[\.\.\.\w\.l\]\)/, ''],
  ],
};
const needfulOnly = {
  name: 'needful-only',
  transform: (code, id) => {
    const parts = needless[basename(id)];
    return parts?.reduce((text, [part, instead]) => {
      if (!part.test(text)) throw new Error(`Lit has no ${part} any more`);
      return text.replace(part, instead);
    }, code);
  },
};

/** The name and digest of the list of languages, which only a build can know. */
const languagesFile = {
  name: 'languages-file',
  file: [],
  transform: (_code, id) =>
    id.endsWith('/messages/languages-file.ts') ? `export const languagesFile = ${JSON.stringify(languagesFile.file)};` : null,
};

const shared = { root, configFile: false, logLevel: 'warn', plugins: [plainStyles, plainTemplates, languagesFile] };

/** What Terser calls unsafe: it takes built-in functions for the built-in ones. */
const unsafely = {
  unsafe: true,
  unsafe_arrows: true,
  unsafe_methods: true,
  unsafe_proto: true,
  unsafe_regexp: true,
  unsafe_undefined: true,
};

async function scriptTag(entry, fileName) {
  await build({
    ...shared,
    plugins: [...shared.plugins, constructedStyles, ourTemplates, noPolyfills, needfulOnly],
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      lib: { entry, formats: ['iife'], name: 'CollectPaymentElement', fileName: () => fileName },
    },
  });
  // Once more with Terser: what its several passes find, and Lit's inner names (`_$…`), which nobody else has in a script of its own, are 2 % of the bundle.
  const file = join(dist, fileName);
  const compress = { passes: 3, ecma: 2022, pure_getters: true, ...unsafely };
  const { code } = await minify(readFileSync(file, 'utf8'), { compress, toplevel: true, mangle: { properties: { regex: /^_\$/ } } });
  // What line breaks are left are those of templates, around a tag.
  writeFileSync(file, code.replace(/\n\s*/g, ''));
}

/**
 * tsc keeps the sources' `.ts` in the imports of its declarations; readers of a package look for `.js`. What is taken from the contract, which is no
 * package of theirs, is written beside them.
 */
async function writeTypes() {
  const types = join(dist, 'types');
  const project = ['-p', join(root, 'tsconfig.build.json'), '--outDir', types];
  const { status } = spawnSync('tsc', project, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
  const taken = new Set();
  for (const name of readdirSync(types, { recursive: true }).filter((file) => file.endsWith('.d.ts'))) {
    const file = join(types, name);
    const upwards = '../'.repeat(name.split(sep).length - 1) || './';
    const text = readFileSync(file, 'utf8').replace(/(from|import) '(\.[^']*)\.ts'/g, "$1 '$2.js'");
    for (const [, names] of text.matchAll(/import type \{([^}]*)\} from '@collect-payment\/contract'/g)) {
      for (const each of names.split(',')) taken.add(each.trim());
    }
    writeFileSync(file, text.replaceAll("'@collect-payment/contract'", `'${upwards}contract.js'`));
  }
  writeFileSync(join(types, 'contract.d.ts'), await contractTypes(taken));
}

async function modules(entry, define = {}) {
  await build({
    ...shared,
    define,
    build: {
      outDir: join(dist, 'esm'),
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      lib: { entry, formats: ['es'] },
      rolldownOptions: { external: /^(@lit\/react|lit|react|vue)(\/|$)/ },
    },
  });
}

function writeData(name, data) {
  writeFileSync(join(dist, name), JSON.stringify(data));
  return { name, ...releaseFile(dist, name, manifest) };
}

/** Each language as data, and the list of them: the script names the list by its digest, so it is there before the script. */
async function writeLanguages() {
  await modules(Object.fromEntries(catalogues.map((language) => [`messages-${language}`, `src/messages/${language}.ts`])));
  const files = {};
  const written = [];
  for (const language of catalogues) {
    const [messages] = Object.values(await import(pathToFileURL(join(dist, 'esm', `messages-${language}.js`))));
    const data = writeData(`collect-payment-${language}.json`, messages);
    files[language] = [data.file, data.integrity];
    written.push(data);
  }
  const list = writeData('collect-payment-languages.json', files);
  languagesFile.file = [list.file, list.integrity];
  return [...written, list];
}

await rm(dist, { recursive: true, force: true });
const data = await writeLanguages();
await scriptTag('src/define.ts', 'collect-payment.js');
await scriptTag('src/framed/define-frame.ts', 'collect-payment-frame.js');
await scriptTag('src/framed/embed.ts', 'collect-payment-embed.js');
const released = writeRelease(dist, manifest, data);
const entries = {
  index: 'src/index.ts',
  define: 'src/define.ts',
  frame: 'src/frame.ts',
  'define-frame': 'src/define-frame.ts',
  loader: 'src/loader.ts',
  react: 'src/react/react.ts',
  'react-frame': 'src/react/react-frame.ts',
  jsx: 'src/jsx.ts',
  vue: 'src/vue.ts',
};
// The loader asks for these scripts and no others.
await modules(entries, { RELEASED_SCRIPTS: JSON.stringify(released) });
await writeTypes();
writeManifest(root, dist);
