import { ProtocolError } from '../errors.ts';
import { escapeXmlAttribute, escapeXmlText, isXmlText } from '../xml/escape.ts';

// XML 1.1 2.11 makes it a line feed; receivers that read XML 1.0 so would find the digest wrong.
const lineSeparator = '\u2028';

// Most values are plain ASCII, with nothing in them to refuse or to escape: they are told apart in one pass.
const plain = /^[ !#-%'-;=?-~]*$/;

function checkCharacters(value: string, term: string): void {
  if (!isXmlText(value) || value.includes(lineSeparator)) throw new ProtocolError('ERR_SAML_CONTROL_CHARACTER', { term });
}

/** Text content in canonical form; ERR_SAML_CONTROL_CHARACTER names the term, never the value. */
export function escapeText(value: string, term: string): string {
  if (plain.test(value)) return value;
  checkCharacters(value, term);
  return escapeXmlText(value);
}

/** Attribute value in canonical form; errors as `escapeText`. */
export function escapeAttribute(value: string, term: string): string {
  if (plain.test(value)) return value;
  checkCharacters(value, term);
  return escapeXmlAttribute(value);
}
