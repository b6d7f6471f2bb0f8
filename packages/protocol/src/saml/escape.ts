import { ProtocolError } from '../errors.ts';

// What XML 1.0 2.2 forbids (C0 but tab, LF, CR; surrogates; U+FFFE, U+FFFF) and the controls it discourages (DEL, C1).
// U+2028 as well: XML 1.1 2.11 makes it a line feed, and receivers that read XML 1.0 so find the digest wrong.
const forbidden = /[\p{Cs}\uFFFE\uFFFF\u2028]|(?![\t\n\r])\p{Cc}/u;
const textSpecial = /[&<>\r]/g;
const attributeSpecial = /[&<"\t\n\r]/g;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
const reference = (character: string): string => references[character] ?? character;

function checkCharacters(value: string, term: string): void {
  if (forbidden.test(value)) throw new ProtocolError('ERR_SAML_CONTROL_CHARACTER', { term });
}

/**
 * Text content in canonical form (Canonical XML 1.0 2.3, "Text Nodes").
 *
 * ERR_SAML_CONTROL_CHARACTER names the term, never the value.
 */
export function escapeText(value: string, term: string): string {
  checkCharacters(value, term);
  return value.replace(textSpecial, reference);
}

/** Attribute value in canonical form, for double quotes (Canonical XML 1.0 2.3, "Attribute Nodes"); errors as `escapeText`. */
export function escapeAttribute(value: string, term: string): string {
  checkCharacters(value, term);
  return value.replace(attributeSpecial, reference);
}
