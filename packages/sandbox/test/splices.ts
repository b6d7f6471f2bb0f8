import * as fc from 'fast-check';

/** One change of a Response by somebody who has it and not the key. `which` and `where` choose elements, by their place in the document. */
export interface Splice {
  readonly kind: keyof typeof kinds;
  readonly which: number;
  readonly where: number;
  readonly place: 'before' | 'first' | 'last' | 'after';
  /** Whether what is inserted says something else than it did, and whether it has IDs of its own. */
  readonly forged: boolean;
  readonly renamed: boolean;
}

/** An element, by where its start tag begins and ends and where its end tag does. */
interface Span {
  readonly start: number;
  readonly inside: number;
  readonly insideEnd: number;
  readonly end: number;
}

type Change = (xml: string, element: Span, other: Span, splice: Splice) => string;

/** What the attacker wants to be read: no value of a document that was signed. */
export const forge = (text: string): string => text.replaceAll('>Smith<', '>Mallory<').replaceAll('>125.00<', '>1.00<');
export const withFreshIds = (text: string): string => text.replaceAll(/ ID="_/g, ' ID="_forged');

const wrappers = [
  ['<samlp:Extensions xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">', '</samlp:Extensions>'],
  ['<saml:Advice xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">', '</saml:Advice>'],
  ['<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#">', '</ds:Object>'],
  ['<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_wrapper" Version="2.0">', '</saml:Assertion>'],
  ['<x xmlns="">', '</x>'],
] as const;

const idNames = ['Id', 'id', 'xml:id', 'saml:ID', 'AssertionID'];

const kinds = {
  copy: (xml, element, other, splice) => insert(xml, other, splice, dress(textOf(xml, element), splice)),
  move: (xml, element, other, splice) => {
    const moved = textOf(xml, element);
    const isOutside = other.end <= element.start || other.start >= element.end;
    // A place that no text has marks where it goes, so that the offsets may move.
    return isOutside
      ? insert(xml, other, splice, '\u0000')
          .replace(moved, '')
          .replace('\u0000', () => dress(moved, splice))
      : xml;
  },
  swap: (xml, element, other) => {
    const [first, second] = element.start < other.start ? [element, other] : [other, element];
    if (second.start < first.end) return xml;
    return (
      xml.slice(0, first.start) + textOf(xml, second) + xml.slice(first.end, second.start) + textOf(xml, first) + xml.slice(second.end)
    );
  },
  remove: (xml, element) => replace(xml, element, ''),
  replace: (xml, element, other, splice) => replace(xml, element, dress(textOf(xml, other), splice)),
  forge: (xml, element) => replace(xml, element, forge(textOf(xml, element))),
  wrap: (xml, element, _, { where }) => {
    const [open, close] = wrappers[where % wrappers.length] ?? ['', ''];
    return replace(xml, element, open + textOf(xml, element) + close);
  },
  comment: (xml, element, _, { where }) => intoText(xml, element, where, '<!-- > -->'),
  instruction: (xml, element, _, { where }) => intoText(xml, element, where, '<?x y?>'),
  'forged section': (xml, element, _, { where }) => intoText(xml, element, where, '<![CDATA[Mallory]]>'),
  section: (xml, element) => {
    const text = insideOf(xml, element);
    return text.includes('<') || text === '' ? xml : xml.slice(0, element.inside) + `<![CDATA[${text}]]>` + xml.slice(element.insideEnd);
  },
  reference: (xml, element) => {
    const letter = insideOf(xml, element).codePointAt(0);
    if (letter === undefined || xml[element.inside] === '<') return xml;
    return `${xml.slice(0, element.inside)}&#${letter};${xml.slice(element.inside + 1)}`;
  },
  entity: (xml, element) => {
    const referring = insideOf(xml, element).includes('<') ? xml : `${xml.slice(0, element.inside)}&m;${xml.slice(element.insideEnd)}`;
    return `<!DOCTYPE r [<!ENTITY m "Mallory">]>${referring}`;
  },
  id: (xml, element, other) => {
    const theirs = idOf(xml, other) ?? '_of-nobody';
    return idOf(xml, element) === undefined
      ? intoTag(xml, element, ` ID="${theirs}"`)
      : inTag(xml, element, (tag) => tag.replace(/ ID="[^"]*"/, ` ID="${theirs}"`));
  },
  'id of another name': (xml, element, _, { where }) =>
    inTag(xml, element, (tag) => tag.replace(/ ID="/, ` ${idNames[where % idNames.length]}="`)),
  'second id': (xml, element, other, { where }) =>
    intoTag(xml, element, ` ${idNames[where % idNames.length]}="${idOf(xml, other) ?? '_of-nobody'}"`),
  namespace: (xml, element, _, { where }) =>
    intoTag(xml, element, where % 2 === 0 ? ' xmlns:saml="urn:forged"' : ' xmlns:x="urn:oasis:names:tc:SAML:2.0:assertion"'),
  'white space': (xml, element, _, { where }) => intoText(xml, element, where, ' '),
} as const satisfies Record<string, Change>;

export const splice: fc.Arbitrary<Splice> = fc.record({
  kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
  which: fc.nat({ max: 60 }),
  where: fc.nat({ max: 60 }),
  place: fc.constantFrom('before', 'first', 'last', 'after'),
  forged: fc.boolean(),
  renamed: fc.boolean(),
});

/** The document after a change. It may be no XML any more. */
export function apply(xml: string, change: Splice): string {
  const spans = spansOf(xml);
  const element = spans[change.which % spans.length];
  const other = spans[change.where % spans.length];
  return element === undefined || other === undefined ? xml : kinds[change.kind](xml, element, other, change);
}

/** Every element that is closed, in the order of their start tags. */
function spansOf(xml: string): readonly Span[] {
  const open: { readonly name: string; readonly start: number; readonly inside: number }[] = [];
  const spans: Span[] = [];
  for (const tag of xml.matchAll(/<(?<slash>\/?)(?<name>[A-Za-z][\w:.-]*)[^<>]*>/g)) {
    const { slash, name = '' } = tag.groups ?? {};
    if (slash === '') {
      open.push({ name, start: tag.index, inside: tag.index + tag[0].length });
      continue;
    }
    const begun = open.findLastIndex((one) => one.name === name);
    const [element] = begun === -1 ? [] : open.splice(begun);
    if (element !== undefined) spans.push({ ...element, insideEnd: tag.index, end: tag.index + tag[0].length });
  }
  return spans.toSorted((one, other) => one.start - other.start);
}

const textOf = (xml: string, { start, end }: Span): string => xml.slice(start, end);
const insideOf = (xml: string, { inside, insideEnd }: Span): string => xml.slice(inside, insideEnd);
const replace = (xml: string, { start, end }: Span, text: string): string => xml.slice(0, start) + text + xml.slice(end);
const idOf = (xml: string, { start, inside }: Span): string | undefined =>
  / ID="(?<id>[^"]*)"/.exec(xml.slice(start, inside))?.groups?.['id'];
const inTag = (xml: string, { start, inside }: Span, change: (tag: string) => string): string =>
  xml.slice(0, start) + change(xml.slice(start, inside)) + xml.slice(inside);
const intoTag = (xml: string, element: Span, attribute: string): string => inTag(xml, element, (tag) => `${tag.slice(0, -1)}${attribute}>`);

function dress(text: string, { forged, renamed }: Splice): string {
  const said = forged ? forge(text) : text;
  return renamed ? withFreshIds(said) : said;
}

function insert(xml: string, { start, inside, insideEnd, end }: Span, { place }: Splice, text: string): string {
  const at = { before: start, first: inside, last: insideEnd, after: end }[place];
  return xml.slice(0, at) + text + xml.slice(at);
}

/** Somewhere in what the element says, but never within a tag. */
function intoText(xml: string, { inside, insideEnd }: Span, where: number, text: string): string {
  const nextTag = xml.indexOf('<', inside);
  const at = Math.min(inside + where, nextTag === -1 ? insideEnd : nextTag, insideEnd);
  return xml.slice(0, at) + text + xml.slice(at);
}
