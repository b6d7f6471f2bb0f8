// XML 1.0 2.2 leaves out U+FFFE and U+FFFF, XML 1.1 2.11 rewrites U+2028; no encoding carries half of a surrogate pair.
const notXml = /[\uFFFE\uFFFF\u2028]/;

/** Where in a JSON value stands a text that cannot be sent to InstaMed unchanged, in JSON-pointer style without the leading slash. */
export function findUnsendableText(json: unknown): string | undefined {
  if (typeof json === 'string') return json.isWellFormed() && !notXml.test(json) ? undefined : '';
  if (typeof json !== 'object' || json === null) return undefined;
  for (const [name, value] of Object.entries(json)) {
    const found = findUnsendableText(value);
    if (found !== undefined) return found === '' ? name : `${name}/${found}`;
  }
  return undefined;
}
