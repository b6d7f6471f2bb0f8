import { ProtocolError } from '../errors.ts';
import { countStrings } from '../json/count-strings.ts';
import { NvpFields } from '../nvp/fields.ts';

const maxBytes = 65_536;

/**
 * The plain values of one JSON object; null counts as absent, and what is nested is left out: no source gives a field that decides in there. A
 * number is taken as it is written shortest, which for the codes and ids that are read from it decides nothing.
 *
 * ERR_REST_TOO_LARGE, ERR_REST_NOT_JSON; ERR_REST_DUPLICATE_NAME for a name that comes twice, at any depth; ERR_NVP_DUPLICATE_NAME for one that
 * comes in two spellings with two values.
 */
export function readJsonAnswer(body: string | Uint8Array): NvpFields {
  const text = typeof body === 'string' ? body : decodeUtf8(body);
  if (text.length > maxBytes) throw new ProtocolError('ERR_REST_TOO_LARGE', { maxBytes });
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ProtocolError('ERR_REST_NOT_JSON', {});
  if (countStrings(text) !== countKept(value)) throw new ProtocolError('ERR_REST_DUPLICATE_NAME', {});
  return NvpFields.from(Object.entries(value).flatMap(([name, field]) => (isPlain(field) ? [[name, String(field)] as const] : [])));
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The names and texts of the value. Without recursion: how deep it goes is the sender's choice. */
function countKept(value: object): number {
  let count = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string') count += 1;
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) count += Object.keys(next).length;
    for (const part of Object.values(next)) waiting.push(part);
  }
  return count;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text; of a text that is nested too deeply it is another exception.
    throw new ProtocolError('ERR_REST_NOT_JSON', {});
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.byteLength > maxBytes) throw new ProtocolError('ERR_REST_TOO_LARGE', { maxBytes });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProtocolError('ERR_REST_NOT_JSON', {});
  }
}
