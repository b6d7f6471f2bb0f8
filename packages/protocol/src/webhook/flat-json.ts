import { ProtocolError } from '../errors.ts';
import { countStrings } from '../json/count-strings.ts';
import { NvpFields } from '../nvp/fields.ts';

const maxBytes = 65_536;

/**
 * One JSON object of plain values; null counts as absent. A name that comes twice is refused, where JSON.parse would quietly take the
 * last: two readers must not see two different messages.
 *
 * ERR_WEBHOOK_TOO_LARGE, ERR_WEBHOOK_NOT_JSON, ERR_WEBHOOK_NOT_FLAT, ERR_NVP_DUPLICATE_NAME
 */
export function readFlatJson(body: Uint8Array): NvpFields {
  if (body.byteLength > maxBytes) throw new ProtocolError('ERR_WEBHOOK_TOO_LARGE', { maxBytes });
  const text = decodeUtf8(body);
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ProtocolError('ERR_WEBHOOK_NOT_FLAT', {});
  const entries = Object.entries(value);
  if (entries.some(([, field]) => typeof field === 'object' && field !== null)) throw new ProtocolError('ERR_WEBHOOK_NOT_FLAT', {});
  // In a flat object every string is a name or a value.
  const texts = entries.filter(([, field]) => typeof field === 'string').length;
  if (countStrings(text) !== entries.length + texts) throw new ProtocolError('ERR_NVP_DUPLICATE_NAME', { pair: 0 });
  return NvpFields.from(entries.flatMap(([name, field]) => (field === null ? [] : [[name, String(field)] as const])));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
    throw new ProtocolError('ERR_WEBHOOK_NOT_JSON', {});
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProtocolError('ERR_WEBHOOK_NOT_JSON', {});
  }
}
