const spelling = /charset\s*=\s*"?([^\s";]+)/i;
const readable = new Set(['utf-8', 'us-ascii', 'iso-8859-1', 'windows-1252']);

/** The text of an answer by the charset it declares, UTF-8 without one. Undefined when the charset is another or the bytes are not in it. */
export function decodeText(body: Uint8Array, contentType: string | readonly string[] | undefined): string | undefined {
  const declared = spelling.exec(String(contentType ?? ''))?.[1]?.toLowerCase() ?? 'utf-8';
  const charset = declared === 'utf8' ? 'utf-8' : declared;
  if (!readable.has(charset)) return undefined;
  try {
    return new TextDecoder(charset === 'us-ascii' ? 'utf-8' : charset, { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}
