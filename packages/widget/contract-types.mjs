// Writes the contract's types as a declaration that stands alone: the contract itself is a package of schemas, which no page needs. The schemas
// say what is allowed, their sources say what it means.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One type of TypeScript for a schema. Throws at what the contract does not use. */
function typeOf(schema, docs = new Map(), indent = '') {
  if ('const' in schema) return JSON.stringify(schema.const).replaceAll('"', "'");
  if (schema.anyOf) return schema.anyOf.map((each) => typeOf(each, docs, indent)).join(' | ');
  if (schema.type === 'array') return `(${typeOf(schema.items, docs, indent)})[]`;
  if (schema.patternProperties) return `{ [name: string]: ${typeOf(Object.values(schema.patternProperties)[0], docs, indent)} }`;
  if (schema.type === 'object') return `{\n${fieldsOf(schema, docs, `${indent}  `)}${indent}}`;
  const plain = { string: 'string', boolean: 'boolean', integer: 'number', number: 'number' }[schema.type];
  if (plain === undefined) throw new Error(`no type for ${JSON.stringify(schema)}`);
  return plain;
}

const fieldsOf = ({ properties, required = [] }, docs, indent) =>
  Object.entries(properties)
    .map(([name, field]) => {
      const doc = docs.get(name);
      const mark = required.includes(name) ? '' : '?';
      return `${doc ? `${indent}/** ${doc} */\n` : ''}${indent}${name}${mark}: ${typeOf(field, docs, indent)};\n`;
    })
    .join('');

const commentBefore = (text) =>
  text.trimEnd().endsWith('*/') ? text.slice(text.lastIndexOf('/**') + 3, text.lastIndexOf('*/')) : undefined;

/** What the source says before a schema, and before each of its fields. */
function docsOf(name, source) {
  const [before, after] = source.split(`export const ${name} = `);
  if (after === undefined) return { own: commentBefore(source.split(`export type ${name} = `)[0]), fields: new Map() };
  const block = after.split(`export type ${name} = `)[0];
  const fields = [...block.matchAll(/\/\*\* ((?:(?!\*\/).)*) \*\/\s*(\w+):/g)].map(([, text, field]) => [field, text]);
  return { own: commentBefore(before), fields: new Map(fields) };
}

/** One declaration: of a schema, or of a type that the source makes of others. */
function declarationOf(name, schema, source) {
  const { own, fields } = docsOf(name, source);
  const alias = new RegExp(`export type ${name} = ([^;]+);`).exec(source)?.[1];
  return `${own ? `/**${own}*/\n` : ''}export type ${name} = ${schema ? typeOf(schema, fields) : alias};\n`;
}

/** The text of `contract.d.ts`: the types of the contract that are wanted, and those that their text names. */
export async function contractTypes(wanted) {
  const contract = await import('@collect-payment/contract');
  const sourceFolder = fileURLToPath(new URL('.', import.meta.resolve('@collect-payment/contract')));
  const sources = readdirSync(sourceFolder).map((file) => readFileSync(join(sourceFolder, file), 'utf8'));
  const known = new Map(sources.flatMap((source) => [...source.matchAll(/export type (\w+) = /g)].map(([, name]) => [name, source])));
  const written = new Map();
  const queue = [...wanted].toSorted((one, other) => one.localeCompare(other));
  for (const name of queue) {
    if (written.has(name)) continue;
    if (!known.has(name)) throw new Error(`the contract has no type ${name}`);
    const text = declarationOf(name, contract[name], known.get(name));
    written.set(name, text);
    queue.push(...[...known.keys()].filter((other) => new RegExp(`[<|&:] *${other}\\b`).test(text)));
  }
  return [...written.values()].join('\n');
}
