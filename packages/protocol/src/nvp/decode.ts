import { controlCharacter } from '../characters.ts';
import { ProtocolError } from '../errors.ts';
import { NvpFields } from './fields.ts';

/** `encoded` is a form body. `as-documented` is the same pairs un-encoded, as InstaMed's documentation prints them. */
export type NvpForm = 'encoded' | 'as-documented';

export interface NvpDecoding {
  /** Counted in bytes of UTF-8. 65,536 unless told. */
  readonly maxBytes?: number;
  readonly form?: NvpForm;
}

/**
 * Reads a name-value body. A byte-order mark before it, line breaks behind it and one `&` at its end are no part of it.
 *
 * What can be told of a cut body is ERR_NVP_TRUNCATED: an end inside a name (a last pair without `=`) or inside an escaped
 * character (`%`, `%4`, half of a UTF-8 sequence). A cut inside a plain value, or between two pairs, reads like a whole
 * body: who needs certain fields must ask for them.
 *
 * Other refusals: ERR_NVP_EMPTY, ERR_NVP_TOO_LARGE, ERR_NVP_NOT_UTF8, ERR_NVP_CONTROL_CHARACTER (raw or escaped),
 * ERR_NVP_BAD_ESCAPE, ERR_NVP_PAIR (no name, or no `=` before the last pair), ERR_NVP_DUPLICATE_NAME.
 */
export function decodeNvp(body: string | Uint8Array, options: NvpDecoding = {}): NvpFields {
  const { maxBytes = 65_536, form = 'encoded' } = options;
  const text = trimBody(readText(body, maxBytes));
  if (text === '') throw new ProtocolError('ERR_NVP_EMPTY', {});
  const pairs = text.split('&');
  const decodeText = form === 'encoded' ? decodeEscapes : (literal: string) => literal;
  return NvpFields.from(pairs.map((pair, index) => decodePair(pair, { pair: index + 1, last: index + 1 === pairs.length }, decodeText)));
}

/** Tells the forms apart: an escaped body holds no raw space, and every documented message has values with spaces. */
export function nvpFormOf(body: string | Uint8Array): NvpForm {
  return (typeof body === 'string' ? body.includes(' ') : body.includes(0x20)) ? 'as-documented' : 'encoded';
}

function trimBody(text: string): string {
  let end = text.length;
  // Not a pattern ending in `$`: a body of line breaks alone would cost its square.
  while (text[end - 1] === '\r' || text[end - 1] === '\n') end -= 1;
  if (text[end - 1] === '&') end -= 1;
  return text.slice(text.startsWith('\uFEFF') ? 1 : 0, end);
}

interface Place {
  /** Counted from 1. */
  readonly pair: number;
  readonly last: boolean;
}

function readText(body: string | Uint8Array, maxBytes: number): string {
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  if (bytes > maxBytes) throw new ProtocolError('ERR_NVP_TOO_LARGE', { maxBytes });
  if (typeof body !== 'string') return readUtf8(body) ?? refuseEncoding();
  return body.isWellFormed() ? body : refuseEncoding();
}

function refuseEncoding(): never {
  throw new ProtocolError('ERR_NVP_NOT_UTF8', {});
}

function decodePair(text: string, place: Place, decodeText: (text: string, place: Place) => string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals === -1 && place.last && text !== '') throw new ProtocolError('ERR_NVP_TRUNCATED', { pair: place.pair });
  if (equals < 1) throw new ProtocolError('ERR_NVP_PAIR', { pair: place.pair });
  const name = decodeText(text.slice(0, equals), { ...place, last: false });
  const value = decodeText(text.slice(equals + 1), place);
  if (controlCharacter.test(name) || controlCharacter.test(value))
    throw new ProtocolError('ERR_NVP_CONTROL_CHARACTER', { pair: place.pair });
  return [name, value];
}

function decodeEscapes(text: string, place: Place): string {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  const escaped = Buffer.from(spaced);
  const bytes = Buffer.alloc(escaped.length);
  let length = 0;
  for (let at = 0; at < escaped.length; at += 1) {
    if (escaped[at] !== 0x25) {
      bytes[length++] = escaped[at] ?? 0;
      continue;
    }
    const digits = escaped.toString('latin1', at + 1, at + 3);
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) refuseEscape(place, /^[0-9A-Fa-f]?$/.test(digits));
    bytes[length++] = Number.parseInt(digits, 16);
    at += 2;
  }
  return readUtf8(bytes.subarray(0, length)) ?? refuseUtf8(bytes.subarray(0, length), place);
}

function refuseEscape({ pair, last }: Place, cut: boolean): never {
  throw new ProtocolError(last && cut ? 'ERR_NVP_TRUNCATED' : 'ERR_NVP_BAD_ESCAPE', { pair });
}

function refuseUtf8(bytes: Uint8Array, { pair, last }: Place): never {
  if (last && readUtf8(bytes, { stream: true }) !== undefined) throw new ProtocolError('ERR_NVP_TRUNCATED', { pair });
  return refuseEncoding();
}

/** With `stream`, a sequence that is only begun at the end is no fault. */
function readUtf8(bytes: Uint8Array, options: { readonly stream?: boolean } = {}): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, options);
  } catch {
    return undefined;
  }
}
