import { LitElement } from 'lit';
import { describe, expect, test } from 'vitest';
import { CollectPayment } from '../src/collect-payment/collect-payment.ts';
import { CollectPaymentFrame } from '../src/framed/collect-payment-frame.ts';
import { settingNames } from '../src/framed/frame-message.ts';
import { register } from '../src/register.ts';

// By a pattern, because there is no such file until the widget is built.
const [manifest = ''] = Object.values(
  import.meta.glob<string>('../dist/custom-elements.json', { query: '?raw', import: 'default', eager: true }),
);
// The manifest comes from doc comments; what the elements really have comes from the classes and the text of their sources.
const sources = import.meta.glob<string>('../src/**/*.ts', { query: '?raw', import: 'default', eager: true });
const textOf = (...parts: readonly string[]): string =>
  Object.entries(sources)
    .filter(([file]) => parts.some((part) => file.includes(part)))
    .map(([, text]) => text.replaceAll(/\/\*\*[\s\S]*?\*\//g, ''))
    .join('\n');
const found = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))].toSorted();

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}
interface Declared {
  readonly tagName?: string;
  readonly attributes?: readonly Named[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Named[];
  readonly members?: readonly (Named & { readonly kind: string })[];
}
const declared = (tag: string): Declared =>
  (JSON.parse(manifest) as { readonly modules: readonly { readonly declarations: readonly Declared[] }[] }).modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === tag)!;
const names = (list: readonly Named[] = []): string[] => list.map(({ name }) => name).toSorted();

class BareElement extends LitElement {}
customElements.define('bare-element', BareElement);
register('collect-payment', CollectPayment);
register('collect-payment-frame', CollectPaymentFrame);
const bare = new BareElement();

/** What a page can read, set or call on an element: its own, and what it takes over from HTML; not what it is made of, and the callbacks of Lit and of the browser. */
function membersOf(element: HTMLElement): string[] {
  const own = [Object.getPrototypeOf(element) as object, element].flatMap((holder) => Object.getOwnPropertyNames(holder));
  return own
    .filter((name) => name !== 'constructor' && !name.startsWith('_') && (!(name in bare) || name in HTMLElement.prototype))
    .toSorted();
}

describe('the manifest of <collect-payment>', () => {
  const element = declared('collect-payment');
  const all = textOf('collect-payment/', 'window/');

  test('has every attribute, and no other', () => {
    const styled = found(all, /:host\(\[(\w+)=/g);
    expect(names(element.attributes)).toEqual([...CollectPayment.observedAttributes, ...styled].toSorted());
  });

  test('has every public member, and no other', () => {
    expect(names(element.members)).toEqual(membersOf(document.createElement('collect-payment')));
  });

  test('has every event, part, slot and custom property, and no other', () => {
    expect(names(element.events)).toEqual(found(textOf('events/'), /super\('([\w-]+)'/g));
    const parts = [
      ...found(all, /\bpart="([\w-]+)"/g),
      ...found(all, /\bpart=\$\{(.+?)\}/g).flatMap((choice) => found(choice, /'([\w-]+)'/g)),
    ];
    expect(names(element.cssParts)).toEqual([...new Set(parts)].toSorted());
    expect(names(element.slots)).toEqual(found(all, /<slot name="(\w+)"/g));
    expect(names(element.cssProperties)).toEqual(found(all, /var\((--collect-payment-[\w-]+)/g));
  });
});

describe('the manifest of <collect-payment-frame>', () => {
  const element = declared('collect-payment-frame');
  const source = textOf('framed/collect-payment-frame.ts');

  test('has every attribute, and no other', () => {
    const read = [...found(source, /getAttribute\('([\w-]+)'\)/g), ...settingNames, ...found(source, /this\.(title)\b/g)];
    expect(names(element.attributes)).toEqual([...new Set(read)].toSorted());
  });

  test('has every public member, event and part, and no other', () => {
    expect(names(element.members)).toEqual(membersOf(document.createElement('collect-payment-frame')));
    const dispatched = found(source, /new (Payment\w+Event)\(/g);
    expect(element.events?.map(({ type }) => type?.text).toSorted()).toEqual(dispatched);
    expect(names(element.cssParts)).toEqual(found(source, /setAttribute\('part', '([\w-]+)'\)/g));
  });
});

test('everything in the manifest is explained, and every field and attribute has its type', () => {
  for (const tag of ['collect-payment', 'collect-payment-frame']) {
    const { attributes = [], events = [], slots = [], cssParts = [], cssProperties = [], members = [] } = declared(tag);
    for (const { name, description } of [...attributes, ...events, ...slots, ...cssParts, ...cssProperties, ...members])
      expect(description, `${tag} ${name}`).toMatch(/\w/);
    for (const { name, type } of [...attributes, ...events, ...members.filter(({ kind }) => kind === 'field')])
      expect(type?.text, `${tag} ${name}`).toMatch(/\w/);
  }
});
