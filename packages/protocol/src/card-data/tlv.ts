import { ProtocolError } from '../errors.ts';

/** A BER-TLV data object (ISO/IEC 8825-1, EMV Book 3 annex B). Bytes are views of what was decoded: wiping that wipes these. */
export interface Tlv {
  /** Upper-case hexadecimal, one to four bytes: `9F26`, `DFDF54`. */
  readonly tag: string;
  /** How many bytes the length took. Readers also write lengths longer than they need be, and a MAC is over the bytes as they were sent. */
  readonly lengthBytes: 1 | 2 | 3 | 4;
  readonly content: TlvContent;
}

export type TlvContent =
  | { readonly type: 'primitive'; readonly value: Uint8Array }
  | { readonly type: 'constructed'; readonly children: readonly Tlv[] };

/** The most that any reader sends, and more. What is larger is refused before it is walked through. */
export const tlvLimits = { maxBytes: 16 * 1024, maxDepth: 8, maxObjects: 512 } as const;

type Trouble = 'too large' | 'too deep' | 'too many objects' | 'tag' | 'length' | 'cut';

/**
 * Decodes a sequence of data objects that fills the bytes to the last.
 *
 * ERR_TLV for anything else: a tag or a length cut short, a value longer than what holds it, an indefinite length, a tag of more than four
 * bytes or one padded with zeros, padding between objects, and more than `tlvLimits` allow. No message repeats a byte.
 */
export function decodeTlv(bytes: Uint8Array): readonly Tlv[] {
  if (bytes.length > tlvLimits.maxBytes) throw refusal('too large');
  const walk = { objects: 0 };
  return decodeObjects(bytes, 1, walk);
}

/** Encodes data objects as they were decoded, byte for byte. ERR_TLV where a length does not fit into its bytes, or a tag is none. */
export function encodeTlv(objects: readonly Tlv[]): Uint8Array {
  return concat(objects.map((object) => encodeObject(object, 1)));
}

/** A data object of our own making, with the shortest length. */
export function tlv(tag: string, content: Uint8Array | readonly Tlv[]): Tlv {
  const made: TlvContent =
    content instanceof Uint8Array ? { type: 'primitive', value: content } : { type: 'constructed', children: content };
  const length = contentBytes(made, 1).length;
  return { tag, lengthBytes: length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : 4, content: made };
}

/** Every data object, those inside others included, in the order of the wire. */
export function* walkTlv(objects: readonly Tlv[]): Generator<Tlv> {
  for (const object of objects) {
    yield object;
    if (object.content.type === 'constructed') yield* walkTlv(object.content.children);
  }
}

/** The value of the first primitive object of a tag, wherever it is. */
export function findValue(objects: readonly Tlv[], tag: string): Uint8Array | undefined {
  for (const object of walkTlv(objects)) if (object.tag === tag && object.content.type === 'primitive') return object.content.value;
  return undefined;
}

function decodeObjects(bytes: Uint8Array, depth: number, walk: { objects: number }): readonly Tlv[] {
  if (depth > tlvLimits.maxDepth) throw refusal('too deep');
  const objects: Tlv[] = [];
  let at = 0;
  while (at < bytes.length) {
    walk.objects += 1;
    if (walk.objects > tlvLimits.maxObjects) throw refusal('too many objects');
    const tagEnd = endOfTag(bytes, at);
    const { length, valueAt } = readLength(bytes, tagEnd);
    const end = valueAt + length;
    if (end > bytes.length) throw refusal('cut');
    const value = bytes.subarray(valueAt, end);
    const constructed = ((bytes[at] ?? 0) & 0x20) !== 0;
    objects.push({
      tag: encodeHex(bytes.subarray(at, tagEnd)),
      lengthBytes: (valueAt - tagEnd) as Tlv['lengthBytes'],
      content: constructed ? { type: 'constructed', children: decodeObjects(value, depth + 1, walk) } : { type: 'primitive', value },
    });
    at = end;
  }
  return objects;
}

const longTag = 0x1f;
const more = 0x80;
const maxTagBytes = 4;

/** Where the tag that starts at `start` ends. Zero and FF are padding to some (EMV Book 3 annex B1), and a hiding-place to others. */
function endOfTag(bytes: Uint8Array, start: number): number {
  const first = bytes[start] ?? 0;
  if (first === 0x00 || first === 0xff) throw refusal('tag');
  if ((first & longTag) !== longTag) return start + 1;
  if (bytes[start + 1] === more) throw refusal('tag');
  for (let at = start + 1; at < start + maxTagBytes; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) throw refusal('cut');
    if ((byte & more) === 0) return at + 1;
  }
  throw refusal('tag');
}

function readLength(bytes: Uint8Array, at: number): { readonly length: number; readonly valueAt: number } {
  const first = bytes[at];
  if (first === undefined) throw refusal('cut');
  if (first < 0x80) return { length: first, valueAt: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 3) throw refusal('length');
  let length = 0;
  for (let index = 1; index <= count; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) throw refusal('cut');
    length = length * 0x100 + byte;
  }
  return { length, valueAt: at + 1 + count };
}

function encodeObject({ tag, lengthBytes, content }: Tlv, depth: number): Uint8Array {
  const name = decodeHex(tag);
  if (name.length === 0 || endOfTag(name, 0) !== name.length) throw refusal('tag');
  if ((((name[0] ?? 0) & 0x20) !== 0) !== (content.type === 'constructed')) throw refusal('tag');
  const value = contentBytes(content, depth);
  return concat([name, encodeLength(value.length, lengthBytes), value]);
}

function contentBytes(content: TlvContent, depth: number): Uint8Array {
  if (content.type === 'primitive') return content.value;
  if (depth >= tlvLimits.maxDepth) throw refusal('too deep');
  return concat(content.children.map((child) => encodeObject(child, depth + 1)));
}

function encodeLength(length: number, lengthBytes: Tlv['lengthBytes']): Uint8Array {
  if (lengthBytes === 1) {
    if (length >= 0x80) throw refusal('length');
    return Uint8Array.of(length);
  }
  const count = lengthBytes - 1;
  if (length >= 0x100 ** count) throw refusal('length');
  return Uint8Array.of(
    0x80 | count,
    ...Array.from({ length: count }, (_, index) => Math.floor(length / 0x100 ** (count - 1 - index)) & 0xff),
  );
}

const refusal = (trouble: Trouble) => new ProtocolError('ERR_TLV', { trouble });

/** Several pieces as one. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Upper case, as InstaMed's samples have it. */
export function encodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text.toUpperCase();
}

/** ERR_HEX for what is not pairs of hexadecimal digits. */
export function decodeHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(text)) throw new ProtocolError('ERR_HEX', {});
  return Uint8Array.from({ length: text.length / 2 }, (_, index) => Number.parseInt(text.slice(2 * index, 2 * index + 2), 16));
}
