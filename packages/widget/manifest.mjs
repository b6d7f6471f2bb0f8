// Writes the custom elements manifest: what the elements' sources and their doc comments say, in the form that editors and wrappers read.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, ts } from '@custom-elements-manifest/analyzer/index.js';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { Display } from '@collect-payment/contract';
import { cssData, htmlData } from './vscode-data.mjs';
import { webTypes } from './web-types.mjs';

const elements = [
  { tag: 'collect-payment', name: 'CollectPayment', source: 'src/collect-payment/collect-payment.ts', at: 'index', definedAt: 'define' },
  {
    tag: 'collect-payment-frame',
    name: 'CollectPaymentFrame',
    source: 'src/framed/collect-payment-frame.ts',
    at: 'frame',
    definedAt: 'define-frame',
  },
];
const modulePath = (entry) => `dist/esm/${entry}.js`;

/** Classes of the sources, by name. */
function analyze(root, files) {
  const modules = files.map((file) => ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true));
  const analyzed = create({ modules, plugins: litPlugin() });
  return new Map(analyzed.modules.flatMap(({ declarations }) => declarations).map((declaration) => [declaration.name, declaration]));
}

/** The words that a type allows, where it is made of nothing else: the sources name them once, some in the contract. */
function wordsOf(type, sources) {
  const parts = type.split('|').map((part) => part.trim().replaceAll("'", ''));
  return parts.flatMap((part) => {
    if (!/^[A-Z]/.test(part)) return [part];
    if (part === 'Display') return Display.anyOf.map((each) => each.const);
    const alias = new RegExp(`export type ${part} = ([^;]+);`).exec(sources)?.[1];
    if (alias === undefined) throw new Error(`no type ${part}`);
    return wordsOf(alias, sources);
  });
}

const literals = (words) => words.map((word) => `'${word}'`).join(' | ');

function attributesOf({ attributes = [], members = [] }, sources) {
  return attributes.map((attribute) => {
    const text = attribute.type?.text ?? 'string';
    const field = members.find(({ attribute: name }) => name === attribute.name);
    return {
      ...attribute,
      ...(field && { fieldName: field.name }),
      type: { text: /^(string|boolean)$/.test(text) ? text : literals(wordsOf(text, sources)) },
    };
  });
}

/** A field that the element takes over from its base class is told of where its attribute is. */
function membersOf({ attributes = [], members = [] }) {
  return members.filter(isPublic).map((member) => {
    const { type, description } = attributes.find(({ name }) => name === member.attribute) ?? {};
    return Object.assign({ type, description }, member);
  });
}

/** Those that the element's doc comment names: the analyzer also guesses, from calls. Each with its class. */
function eventsOf({ events = [] }, eventSources) {
  return events
    .filter(({ description }) => description)
    .map((event) => {
      const source = eventSources.find((text) => text.includes(`super('${event.name}'`));
      const type = /class (\w+) extends Event/.exec(source ?? '')?.[1];
      if (type === undefined) throw new Error(`no class for the event ${event.name}`);
      return Object.assign(event, { type: { text: type } });
    });
}

const isPublic = ({ name, privacy, static: isStatic }) => !name.startsWith('#') && (privacy ?? 'public') === 'public' && !isStatic;

/** The manifest of the widget in `root`. */
function customElementsManifest(root) {
  const eventFiles = readdirSync(join(root, 'src/events')).map((file) => `src/events/${file}`);
  const eventSources = eventFiles.map((file) => readFileSync(join(root, file), 'utf8'));
  const sources = ['src/window/display.ts', 'src/collect-payment/picture.ts']
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('');
  const declared = analyze(root, [...elements.map(({ source }) => source), ...eventFiles]);
  const modules = elements.flatMap(({ tag, name, at, definedAt }) => {
    const element = declared.get(name);
    const events = eventsOf(element, eventSources);
    const declaration = {
      ...element,
      tagName: tag,
      customElement: true,
      // What stands for it on a server, which has none, is no part of it.
      superclass: element.superclass?.name ? element.superclass : { name: 'HTMLElement' },
      members: membersOf(element),
      attributes: attributesOf(element, sources),
      events,
    };
    const exported = (each) => ({ kind: 'js', name: each, declaration: { name: each, module: modulePath(at) } });
    const definition = { kind: 'custom-element-definition', name: tag, declaration: { name, module: modulePath(at) } };
    const classes = at === 'index' ? events.map(({ type }) => type.text) : [];
    return [
      {
        kind: 'javascript-module',
        path: modulePath(at),
        declarations: [declaration, ...classes.map((each) => declared.get(each))],
        exports: [name, ...classes].map(exported),
      },
      { kind: 'javascript-module', path: modulePath(definedAt), declarations: [], exports: [definition] },
    ];
  });
  return { schemaVersion: '2.1.0', modules };
}

/** Writes the manifest, and what VS Code and JetBrains' editors take of it. */
export function writeManifest(root, dist) {
  const manifest = customElementsManifest(root);
  const tags = manifest.modules.flatMap(({ declarations }) => declarations).filter(({ customElement }) => customElement);
  const write = (name, value) => writeFileSync(join(dist, name), `${JSON.stringify(value, null, 2)}\n`);
  write('custom-elements.json', manifest);
  write('vscode.html-custom-data.json', htmlData(tags));
  write('vscode.css-custom-data.json', cssData(tags));
  write('web-types.json', webTypes(tags, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))));
}
