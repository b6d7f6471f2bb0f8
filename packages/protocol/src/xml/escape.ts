// What XML 1.0 2.2 cannot carry (C0 but tab, line feed and return; lone surrogates; U+FFFE, U+FFFF) and the controls it
// discourages (DEL, C1).
const forbidden = /[\p{Cs}\uFFFE\uFFFF]|(?![\t\n\r])\p{Cc}/u;

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

/** False for text that no escaping can bring through XML 1.0 unchanged. */
export function isXmlText(value: string): boolean {
  return !forbidden.test(value);
}

/** Text content in canonical form (Canonical XML 1.0 2.3, "Text Nodes"); ask `isXmlText` first. */
export function escapeXmlText(value: string): string {
  return value.replace(/[&<>\r]/g, reference);
}

/** Attribute value in canonical form, for double quotes (Canonical XML 1.0 2.3, "Attribute Nodes"); ask `isXmlText` first. */
export function escapeXmlAttribute(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, reference);
}
