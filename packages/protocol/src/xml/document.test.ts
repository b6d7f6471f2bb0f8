import { describe, expect, test } from 'vitest';
import type { ProtocolErrorCode } from '../errors.ts';
import { findChild, readXml, xmlLimits } from './document.ts';

const refusal = (code: ProtocolErrorCode) => expect.objectContaining({ code });
const utf16 = (text: string) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]);

test('an element is known by its namespace, not by its prefix', () => {
  const root = readXml('<p:a xmlns:p="urn:1" xmlns:q="urn:2"><q:b/><b xmlns="urn:1">x</b></p:a>');
  expect(root).toMatchObject({ namespace: 'urn:1', local: 'a' });
  expect(findChild(root, 'urn:1', 'b')?.text).toBe('x');
  expect(findChild(root, '', 'b')).toBeUndefined();
});

test('comments, instructions and CDATA sections do not cut a text', () => {
  expect(readXml('<a>US<!-- x -->E<?x y?><![CDATA[D &amp;]]></a>').text).toBe('USED &amp;');
});

test('the five entities and character references of XML are read', () => {
  expect(readXml('<a>&amp;&lt;&gt;&quot;&apos;&#x674E;&#26446;</a>').text).toBe(`&<>"'李李`);
});

test('a byte-order mark and a declaration of UTF-8 in any case are taken', () => {
  const document = '<?xml version="1.0" encoding="Utf-8"?><a>李</a>';
  expect(readXml(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(document)])).text).toBe('李');
  expect(readXml(`\uFEFF${document}`).text).toBe('李');
});

test.each([
  ['', 'ERR_XML_NOT_WELL_FORMED'],
  ['no markup', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a></b>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a/><b/>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a/>trailing', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a x="1" x="2"/>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<p:a/>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a>&undefined;</a>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a>&constructor;</a>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a>&#0;</a>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a>&#x1;</a>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a>\u0001</a>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<?xml version="1.1"?><a>&#x1;</a>', 'ERR_XML_NOT_WELL_FORMED'],
  ['<a>\0</a>', 'ERR_XML_NOT_UTF8'],
  ['<a>\uD800</a>', 'ERR_XML_NOT_UTF8'],
  [Buffer.of(0x3c, 0x61, 0x3e, 0xff), 'ERR_XML_NOT_UTF8'],
  [utf16('<a/>'), 'ERR_XML_NOT_UTF8'],
  [Buffer.from('<a/>', 'utf16le'), 'ERR_XML_NOT_UTF8'],
  ['<?xml version="1.0" encoding="iso-8859-1"?><a/>', 'ERR_XML_NOT_UTF8'],
  ['<?xml version="1.0" encoding="utf-16"?><a/>', 'ERR_XML_NOT_UTF8'],
  ['<!DOCTYPE a><a/>', 'ERR_XML_DOCTYPE'],
  ['<!doctype html><a/>', 'ERR_XML_DOCTYPE'],
  ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'ERR_XML_DOCTYPE'],
  ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'ERR_XML_DOCTYPE'],
  ['<a><!ENTITY x "y"></a>', 'ERR_XML_DOCTYPE'],
] satisfies [string | Uint8Array, ProtocolErrorCode][])('%j is refused with %s', (document, code) => {
  expect(() => readXml(document)).toThrow(refusal(code));
});

const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
const siblings = (nodes: number) => `<r>${'<a/>'.repeat(nodes - 1)}</r>`;
const attributes = (count: number) => `<a ${Array.from({ length: count }, (_, index) => `x${String(index)}=""`).join(' ')}/>`;
const sized = (bytes: number) => `<a>${'x'.repeat(bytes - 7)}</a>`;

describe('caps', () => {
  test.each([
    ['depth', nested, xmlLimits.maxDepth, 'ERR_XML_TOO_DEEP'],
    ['nodes', siblings, xmlLimits.maxNodes, 'ERR_XML_TOO_MANY_NODES'],
    ['attributes', attributes, xmlLimits.maxAttributes, 'ERR_XML_TOO_MANY_ATTRIBUTES'],
    ['bytes', sized, xmlLimits.maxBytes, 'ERR_XML_TOO_LARGE'],
  ] as const)('%s: the limit is read, one more is refused', (_, document, limit, code) => {
    expect(readXml(document(limit)).namespace).toBe('');
    expect(() => readXml(document(limit + 1))).toThrow(refusal(code));
    expect(() => readXml(Buffer.from(document(limit + 1)))).toThrow(refusal(code));
  });

  test('comments and instructions count as nodes, attributes count across elements', () => {
    expect(() => readXml(`<r>${'<!---->'.repeat(5_000)}</r>`)).toThrow(refusal('ERR_XML_TOO_MANY_NODES'));
    expect(() => readXml(`<r>${'<?x?>'.repeat(5_000)}</r>`)).toThrow(refusal('ERR_XML_TOO_MANY_NODES'));
    expect(() => readXml(`<r>${'<a x=""/>'.repeat(257)}</r>`)).toThrow(refusal('ERR_XML_TOO_MANY_ATTRIBUTES'));
  });
});

const silent = (error: unknown) => !JSON.stringify([error, String(error), (error as Error).cause]).includes('hunter2');

test('an error tells nothing of the text it refused', () => {
  expect(() => readXml('<a><password>hunter2</a>')).toThrow(expect.toSatisfy(silent));
});
