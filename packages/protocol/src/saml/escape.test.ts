import { describe, expect, test } from 'vitest';
import { escapeAttribute, escapeText } from './escape.ts';

const refusal = (code: string) => expect.objectContaining({ code, details: { term: 'nameId' } });

describe('escaping', () => {
  test('text escapes what Canonical XML escapes in text, and nothing else', () => {
    expect(escapeText(`<&>"'\t\n\r李🙂`, 'nameId')).toBe(`&lt;&amp;&gt;"'\t\n&#xD;李🙂`);
  });

  test('an attribute value escapes what Canonical XML escapes in attribute values, and nothing else', () => {
    expect(escapeAttribute(`<&>"'\t\n\r李🙂`, 'nameId')).toBe(`&lt;&amp;>&quot;'&#x9;&#xA;&#xD;李🙂`);
  });

  test.each(['\u0000', '\u0008', '\u000B', '\u001F', '\u007F', '\u0085', '\u009F', '\uFFFE', '\uFFFF', '\u2028', '\uD800', '\uDC00x'])(
    'refuses %j wherever it stands, naming the term and not the value',
    (character) => {
      for (const value of [character, `Ann${character}`, `${character}Ann`]) {
        expect(() => escapeText(value, 'nameId')).toThrow(refusal('ERR_SAML_CONTROL_CHARACTER'));
        expect(() => escapeAttribute(value, 'nameId')).toThrow(refusal('ERR_SAML_CONTROL_CHARACTER'));
      }
    },
  );
});
