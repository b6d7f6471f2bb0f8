import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { checkSync } from 'recheck';
import { describe, expect, it } from 'vitest';
import { root } from './bootstrap.mjs';
import { tell } from './tried/tried.ts';
import { trackedFiles } from './tracked-files.mjs';

interface Found {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** Made of parts when the program runs: what stands there, and one that it becomes. A part is a constant, or a name of ours. */
const madeOfParts: Readonly<Record<string, Omit<Found, 'file'>>> = {
  'new RegExp(paymentSessionIdPattern)': { source: '^ps_[0-9A-Za-z]{22}$', flags: '' },
  'new RegExp(`^\\\\d{${cvvLength}}$`)': { source: String.raw`^\d{4}$`, flags: '' },
  "new RegExp(`^${name}: ?(.*)$`, 'gm')": { source: '^data: ?(.*)$', flags: 'gm' },
};

/** Every regular expression in a source, by its syntax tree: literals, and `RegExp` of a text. One made in a way that is not known is `unread`. */
function regexesIn(file: string, text: string): { readonly found: readonly Found[]; readonly unread: readonly string[] } {
  const found: Found[] = [];
  const unread: string[] = [];
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const made = (code: string) => {
    const example = madeOfParts[code];
    if (example === undefined) unread.push(`${file}: ${code}`);
    else found.push({ file, ...example });
  };
  const construct = (node: {
    readonly callee: { readonly type: string };
    readonly arguments: readonly object[];
    readonly start: number;
    readonly end: number;
  }) => {
    if (node.callee.type !== 'Identifier' || (node.callee as { name?: string }).name !== 'RegExp') return;
    const [pattern, flags] = node.arguments as readonly { readonly type: string; readonly value?: unknown }[];
    if (typeof pattern?.value === 'string')
      found.push({ file, source: pattern.value, flags: typeof flags?.value === 'string' ? flags.value : '' });
    else made(text.slice(node.start, node.end));
  };
  new Visitor({
    Literal(node) {
      if ('regex' in node) found.push({ file, source: node.regex.pattern, flags: node.regex.flags });
    },
    // A pattern of a JSON schema is a text under that name, or goes through a constant that ends in it.
    Property(node) {
      const { key, value } = node;
      if (key.type === 'Identifier' && key.name === 'pattern' && value.type === 'Literal' && typeof value.value === 'string')
        found.push({ file, source: value.value, flags: 'u' });
    },
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && id.name.endsWith('Pattern') && init?.type === 'Literal' && typeof init.value === 'string')
        found.push({ file, source: init.value, flags: 'u' });
    },
    NewExpression: construct,
    CallExpression: construct,
  }).visit(program);
  return { found, unread };
}

/** Takes the square of what it reads, and reads only an address that the page, or the operator, has set. */
const ofOwnSetting = [
  'packages/sso-broker/src/configuration/read-configuration.ts: /\\/+$/',
  'packages/widget/src/broker/broker-client.ts: /\\/+$/',
  'packages/widget/src/framed/collect-payment-frame.ts: /\\/+$/',
  'packages/widget/src/messages/languages.ts: /\\/+$/',
];
const isSource = (file: string) => /\/(src|public)\/.*\.(ts|js|mjs)$/.test(file) && !file.endsWith('.test.ts');
const textOf = ({ source, flags }: Found): string => `/${source}/${flags}`;
// Without a timeout, because steps decide and not how busy the machine is.
const isSafe = ({ source, flags }: Found): boolean => checkSync(source, flags, { timeout: null }).status === 'safe';

describe('the regular expressions of the sources', () => {
  it('are all examined, and none takes longer than its input is long', { timeout: 300_000 }, (context) => {
    const files = trackedFiles().filter(isSource);
    const read = files.map((file) => regexesIn(file, readFileSync(join(root, file), 'utf8')));
    expect(read.flatMap(({ unread }) => unread)).toEqual([]);
    const all = read.flatMap(({ found }) => found);
    const distinct = new Map(all.map((each) => [textOf(each), each]));
    expect(distinct.size).toBeGreaterThan(50);
    const unsafe = new Set([...distinct.values()].filter((regex) => !isSafe(regex)).map((regex) => textOf(regex)));
    const vulnerable = all.filter((each) => unsafe.has(textOf(each))).map((each) => `${each.file}: ${textOf(each)}`);
    expect(vulnerable).toEqual(ofOwnSetting);
    tell(context, 'regular expressions', distinct.size, `of ${files.length} sources examined: 0 vulnerable to input, 0 not examined`);
  });

  it('are found wherever they are written, and a bad one is known', () => {
    const { found, unread } = regexesIn(
      'x.ts',
      "const a = /^(a+)+$/; const b = new RegExp('b'); const c = RegExp(a.source + 'x'); f({ pattern: '^c' });",
    );
    expect(found.map(({ source }) => source)).toEqual(['^(a+)+$', 'b', '^c']);
    expect(unread).toHaveLength(1);
    expect(found.map((each) => isSafe(each))).toEqual([false, true, true]);
  });
});
