import { describe, expect, test } from 'vitest';
import { tell } from '../../../../scripts/tried/tried.ts';
import {
  decodeTokenStatusRequest,
  readNotification,
  readSoapECheckSaleResponse,
  readSoapReversalResponse,
  readTokenStatusResponse,
} from '../../src/index.ts';
import { readXml, xmlLimits } from '../../src/xml/document.ts';
import { refusalOf } from './refusal.ts';

const { maxBytes, maxDepth, maxNodes, maxAttributes } = xmlLimits;
const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
const withAttributes = (count: number) => `<a${Array.from({ length: count }, (_, index) => ` b${index}=""`).join('')}/>`;
const entities = Array.from({ length: 30 }, (_, index) => `<!ENTITY e${index + 1} "&e${index};&e${index};">`).join('');
/** Grows only when something expands it. */
const external = (id: string) => `<!DOCTYPE a [<!ENTITY e ${id}>]><a>&e;</a>`;

/** Each is stopped by a count or by a word, before anything can grow; no clock is asked. */
const bombs: readonly (readonly [name: string, xml: string | Uint8Array, code: string])[] = [
  ['a billion laughs', `<!DOCTYPE a [<!ENTITY e0 "ha">${entities}]><a>&e30;</a>`, 'ERR_XML_DOCTYPE'],
  ['a quadratic one of 50 kB', `<!DOCTYPE a [<!ENTITY e "${'x'.repeat(50_000)}">]><a>${'&e;'.repeat(2_000)}</a>`, 'ERR_XML_DOCTYPE'],
  [
    'a quadratic one of 50 kB by 20 000',
    `<!DOCTYPE a [<!ENTITY e "${'x'.repeat(50_000)}">]><a>${'&e;'.repeat(20_000)}</a>`,
    'ERR_XML_TOO_LARGE',
  ],
  ['a file as entity', external('SYSTEM "file:///etc/passwd"'), 'ERR_XML_DOCTYPE'],
  ['an address as entity', external('SYSTEM "http://127.0.0.1:9/"'), 'ERR_XML_DOCTYPE'],
  ['a public entity', external('PUBLIC "x" "http://127.0.0.1:9/"'), 'ERR_XML_DOCTYPE'],
  ['a parameter entity', '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]><a/>', 'ERR_XML_DOCTYPE'],
  ['an external subset', '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/"><a/>', 'ERR_XML_DOCTYPE'],
  ['a document type in lower case', '<!doctype a><a/>', 'ERR_XML_DOCTYPE'],
  ['a document type after the root', '<a/><!DOCTYPE a>', 'ERR_XML_DOCTYPE'],
  ['a document type in UTF-16', Buffer.from('\uFEFF<!DOCTYPE a><a/>', 'utf16le'), 'ERR_XML_NOT_UTF8'],
  ['a document type in UTF-7', '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>', 'ERR_XML_NOT_UTF8'],
  ['an entity of nobody', '<a>&nbsp;</a>', 'ERR_XML_NOT_WELL_FORMED'],
  ['20 000 elements in each other', nested(20_000), 'ERR_XML_TOO_LARGE'],
  ['one element too many in each other', nested(maxDepth + 1), 'ERR_XML_TOO_DEEP'],
  ['elements in each other that never end', '<a>'.repeat(maxBytes / 3), 'ERR_XML_TOO_DEEP'],
  ['1 000 000 numeric references', `<a>${'&#65;'.repeat(1_000_000)}</a>`, 'ERR_XML_TOO_LARGE'],
  ['a reference beyond Unicode', '<a>&#x110000;</a>', 'ERR_XML_NOT_WELL_FORMED'],
  ['a reference of 60 000 digits', `<a>&#${'9'.repeat(60_000)};</a>`, 'ERR_XML_NOT_WELL_FORMED'],
  ['100 000 attributes', withAttributes(100_000), 'ERR_XML_TOO_LARGE'],
  ['one attribute too many', withAttributes(maxAttributes + 1), 'ERR_XML_TOO_MANY_ATTRIBUTES'],
  ['one element too many', `<a>${'<b/>'.repeat(maxNodes)}</a>`, 'ERR_XML_TOO_MANY_NODES'],
  ['one comment too many', `<a>${'<!---->'.repeat(maxNodes)}</a>`, 'ERR_XML_TOO_MANY_NODES'],
  ['one instruction too many', `<a>${'<?x?>'.repeat(maxNodes)}</a>`, 'ERR_XML_TOO_MANY_NODES'],
  ['one CDATA section too many', `<a>${'<![CDATA[]]>'.repeat(maxNodes + 1)}</a>`, 'ERR_XML_TOO_MANY_NODES'],
  ['one byte too many', `<a>${'x'.repeat(maxBytes - 6)}</a>`, 'ERR_XML_TOO_LARGE'],
  ['one byte too many, of letters of four', `<a>${'𝔸'.repeat((maxBytes - 4) / 4)}</a>`, 'ERR_XML_TOO_LARGE'],
];

const readers: readonly (readonly [string, (bytes: Uint8Array) => unknown])[] = [
  ['readXml', (bytes) => readXml(bytes)],
  ['readTokenStatusResponse', (bytes) => readTokenStatusResponse(bytes)],
  ['readSoapECheckSaleResponse', (bytes) => readSoapECheckSaleResponse(bytes)],
  ['readSoapReversalResponse', (bytes) => readSoapReversalResponse(bytes, 'DoCreditCardSecondaryVoid')],
  ['decodeTokenStatusRequest', (bytes) => decodeTokenStatusRequest(bytes)],
  ['readNotification', (bytes) => readNotification('xml', bytes)],
];

describe.for(readers)('%s', ([name, read]) => {
  test('refuses every XML bomb by a limit', (context) => {
    for (const [bomb, xml, code] of bombs) {
      const bytes = Buffer.from(xml as string);
      expect([bomb, refusalOf(() => read(bytes))?.code]).toEqual([bomb, code]);
    }
    tell(context, `XML bombs, ${name}`, bombs.length, 'each refused by a limit, 0 expanded');
  });
});

test('what just keeps within a limit is read', () => {
  for (const xml of [
    nested(maxDepth),
    withAttributes(maxAttributes),
    `<a>${'<b/>'.repeat(maxNodes - 1)}</a>`,
    `<a>${'x'.repeat(maxBytes - 7)}</a>`,
  ])
    expect(refusalOf(() => readXml(xml))).toBeUndefined();
});
