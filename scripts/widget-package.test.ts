import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { Ajv } from 'ajv';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './bootstrap.mjs';
import { consumerProject } from './packed-widget.mjs';

let folder: string;
let archive: string;
const widget = join(root, 'packages', 'widget');
const linked = (name: string, from = widget) => realpathSync(join(from, 'node_modules', name));
const inPackage = (path: string) => join(folder, 'node_modules', '@collect-payment', 'widget', path);
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly 'web-types': string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly customElements: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly sideEffects: readonly string[];
}

beforeAll(() => {
  const browsers = join(root, 'e2e');
  const react = { react: linked('react', browsers), 'react-dom': linked('react-dom', browsers) };
  const dependencies = { lit: linked('lit'), '@lit/react': linked('@lit/react'), ...react, vue: linked('vue') };
  ({ folder, archive } = consumerProject(dependencies));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('the packed package has what it names, and publint finds nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: inPackage(''), pack: false, strict: true });
  expect(messages).toEqual([]);
  expect(JSON.stringify((pkg as Manifest).dependencies)).not.toMatch(/workspace:|catalog:/);
  for (const file of (pkg as Manifest).sideEffects) expect(existsSync(inPackage(file)), file).toBe(true);
});

it('every entry has the right types for whoever imports it, as a module or through a bundler', async () => {
  const result = await checkPackage(createPackageFromTarballData(readFileSync(archive)), { excludeEntrypoints: [/\.js$/, /immutable/] });
  // The package has modules only: whoever still requires, or resolves as Node 10 did, is not served.
  const problems = result.types === false ? ['no types'] : result.problems;
  const served = problems.filter((problem) => typeof problem === 'string' || !/node10|node16-cjs/.test(JSON.stringify(problem)));
  expect(served).toEqual([]);
});

it('the types that the package has of the contract are those of the contract', () => {
  const compiler = { module: 'nodenext', target: 'es2024', lib: ['es2024', 'dom', 'dom.iterable'], types: [], strict: true, noEmit: true };
  const options = { ...compiler, exactOptionalPropertyTypes: true, skipLibCheck: true, allowImportingTsExtensions: true };
  const contract = join(root, 'packages', 'contract', 'src', 'index.ts');
  const code = `
    import type { Outcome, PaymentSessionView, Receipt } from '${contract}';
    import type { PaymentSettledEvent } from '@collect-payment/widget';
    // Fields that may be absent are assignable to anything: whole, they are compared by name and type; as they are, by whether they may.
    type Whole<Value> = Value extends object ? { [Name in keyof Value]-?: Whole<NonNullable<Value[Name]>> } : Value;
    type Both<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
    type Same<One, Other> = Both<One, Other> extends true ? Both<Whole<One>, Whole<Other>> : false;
    type Told = NonNullable<PaymentSettledEvent['receipt']>;
    export const same: readonly [
      Same<PaymentSettledEvent['session'], PaymentSessionView>, Same<PaymentSettledEvent['outcome'], Outcome>, Same<Told, Receipt>,
    ] = [true, true, true];
    // @ts-expect-error a receipt is no outcome
    export const other: Same<Told, Outcome> = true;`;
  writeFileSync(join(folder, 'same.mts'), code);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['same.mts'] }));
  const { stdout } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', folder], { encoding: 'utf8' });
  expect(stdout).toBe('');
});

it('in plain Node every entry can be imported, and the loader resolves to null', () => {
  const { exports } = read(inPackage('package.json')) as Manifest;
  const entries = Object.entries(exports).flatMap(([name, entry]) =>
    typeof entry === 'object' ? [`@collect-payment/widget${name.slice(1).replace('*', 'es')}`] : [],
  );
  expect(entries).toHaveLength(10);
  const code = `
    for (const name of ${JSON.stringify(entries)}) await import(name);
    const { loadCollectPayment } = await import('@collect-payment/widget/loader');
    console.log(JSON.stringify([await loadCollectPayment({ from: '/widget/' }), typeof document, typeof window]));`;
  writeFileSync(join(folder, 'import.mjs'), code);
  const { stdout, stderr } = spawnSync(process.execPath, ['import.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('[null,"undefined","undefined"]');
});

it.each(['frame', 'define-frame', 'loader', 'jsx', 'vue', 'messages/es'])('the entry ./%s brings neither Lit nor React along', (entry) => {
  const code = `import('@collect-payment/widget/${entry}').then(() => console.log(typeof customElements, process.moduleLoadList.length > 0))`;
  const alone = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder, encoding: 'utf8' });
  expect(alone.stderr).toBe('');
  // Lit on a server leaves a registry behind.
  expect(alone.stdout.trim()).toBe('undefined true');
});

it('a React page is rendered on a server as the bare tag', () => {
  const code = `
    import { createElement } from 'react';
    import { renderToStaticMarkup } from 'react-dom/server';
    import { CollectPayment } from '@collect-payment/widget/react';
    console.log(renderToStaticMarkup(createElement(CollectPayment, { sessionUrl: '/api/collect', onPaymentSettled: () => undefined }, 'INV-1')));`;
  writeFileSync(join(folder, 'render.mjs'), code);
  const { stdout, stderr } = spawnSync(process.execPath, ['render.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^<collect-payment[^>]*>INV-1<\/collect-payment>$/m);
});

it('the custom elements manifest is where the package says, and valid by its schema', () => {
  const { customElements, exports } = read(inPackage('package.json')) as Manifest;
  expect(exports['./custom-elements.json']).toBe(customElements);
  const validate = new Ajv({ strict: false, allErrors: true }).compile(
    read(join(root, 'node_modules/custom-elements-manifest/schema.json')) as object,
  );
  const manifest = read(inPackage(customElements)) as { modules: { path: string }[] };
  expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true);
  expect(manifest.modules.filter(({ path }) => !existsSync(inPackage(path)))).toEqual([]);
  expect(validate({ ...manifest, modules: [{ kind: 'javascript-module' }] })).toBe(false);
});

interface CustomData {
  readonly tags: readonly {
    readonly name: string;
    readonly attributes: readonly { readonly name: string; readonly values?: readonly { readonly name: string }[] }[];
  }[];
  readonly properties: readonly { readonly name: string }[];
  readonly pseudoElements: readonly { readonly description: string }[];
}

it('VS Code is told of both tags, of the words that attributes allow, and of every custom property and part', () => {
  const html = read(inPackage('dist/vscode.html-custom-data.json')) as CustomData;
  expect(html.tags.map(({ name }) => name)).toEqual(['collect-payment', 'collect-payment-frame']);
  for (const { attributes } of html.tags) {
    const display = attributes.find(({ name }) => name === 'display');
    expect(display?.values?.map(({ name }) => name)).toEqual(['embedded', 'incontext', 'popup', 'redirect', 'auto']);
  }
  const css = read(inPackage('dist/vscode.css-custom-data.json')) as CustomData;
  expect(css.properties.map(({ name }) => name)).toContain('--collect-payment-accent');
  expect(css.pseudoElements[0]?.description).toContain('collect-payment-frame::part(frame)');
});

interface Named {
  readonly name: string;
  readonly description: string;
}
interface Declared {
  readonly tagName?: string;
  readonly [list: string]: unknown;
}
interface WebTypesElement {
  readonly name: string;
  readonly attributes: readonly Named[];
  readonly slots: readonly Named[];
  readonly events: readonly Named[];
  readonly js: { readonly properties: readonly Named[]; readonly events: readonly Named[] };
}
interface WebTypes {
  readonly name: string;
  readonly version: string;
  readonly contributions: {
    readonly html: { readonly elements: readonly WebTypesElement[] };
    readonly css: { readonly properties: readonly Named[]; readonly 'pseudo-elements': readonly Named[] };
  };
}

const namesOf = (list: unknown = []): string[] => (list as readonly Named[]).map(({ name }) => name);

it('JetBrains’ editors are told of every attribute, event, slot, property, part and custom property of the manifest', () => {
  const { name, version, 'web-types': file, customElements } = read(inPackage('package.json')) as Manifest;
  const { contributions, ...whole } = read(inPackage(file)) as WebTypes;
  expect(whole).toMatchObject({ name, version });
  const manifest = read(inPackage(customElements)) as { readonly modules: readonly { readonly declarations: readonly Declared[] }[] };
  const elements = manifest.modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
  expect(namesOf(contributions.html.elements)).toEqual(elements.map(({ tagName }) => tagName));
  for (const { tagName, attributes, events, slots, members } of elements) {
    const told = contributions.html.elements.find((each) => each.name === tagName)!;
    const fields = (members as readonly { readonly kind: string }[]).filter(({ kind }) => kind === 'field');
    expect([told.attributes, told.events, told.slots, told.js.properties, told.js.events].map(namesOf)).toEqual(
      [attributes, events, slots, fields, events].map(namesOf),
    );
    expect(namesOf(told.attributes)).toContain('display');
  }
  const { properties, 'pseudo-elements': parts } = contributions.css;
  expect(namesOf(properties)).toEqual(elements.flatMap(({ cssProperties }) => namesOf(cssProperties)));
  expect(namesOf(parts)).toEqual(elements.flatMap(({ cssParts }) => namesOf(cssParts)).map((part) => `part(${part})`));
  expect(namesOf(parts)).toContain('part(amount)');
  for (const { description } of [...properties, ...parts]) expect(description).toMatch(/\w/);
});
