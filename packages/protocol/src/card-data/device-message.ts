import { ProtocolError } from '../errors.ts';
import { concat, decodeHex, decodeTlv, encodeHex, encodeTlv, tlv, tlvLimits, type Tlv } from './tlv.ts';

/**
 * What a reader and InstaMed say to each other: `encryptedEMVData` one way, `emvResponse` the other (instamed-protocol.md §7.2).
 * Two bytes of length, one data object F9, zeros up to a multiple of eight, and four bytes of MAC over all that comes before them.
 */
export interface DeviceMessage {
  readonly objects: readonly Tlv[];
  /** Four bytes. Only the reader and InstaMed have its key. */
  readonly mac: Uint8Array;
}

const messageTag = 'F9';
const lengthBytes = 2;
const macBytes = 4;
const blockBytes = 8;

/** ERR_CARD_DATA_FRAME when length, padding and MAC are not as above, ERR_TLV when the data object is not one. */
export function decodeDeviceMessage(bytes: Uint8Array): DeviceMessage {
  if (bytes.length > tlvLimits.maxBytes || bytes.length < lengthBytes + macBytes) throw frameRefusal();
  const length = (bytes[0] ?? 0) * 0x100 + (bytes[1] ?? 0);
  const end = lengthBytes + length;
  const macAt = paddedLength(end);
  if (bytes.length !== macAt + macBytes) throw frameRefusal();
  if (bytes.subarray(end, macAt).some((byte) => byte !== 0)) throw frameRefusal();
  const objects = decodeTlv(bytes.subarray(lengthBytes, end));
  if (objects.length !== 1 || objects[0]?.tag !== messageTag) throw frameRefusal();
  return { objects, mac: bytes.subarray(macAt) };
}

/** The bytes of a message, those of a decoded one exactly. */
export function encodeDeviceMessage({ objects, mac }: DeviceMessage): Uint8Array {
  const body = encodeTlv(objects);
  if (body.length > 0xffff || mac.length !== macBytes) throw frameRefusal();
  const padding = new Uint8Array(paddedLength(lengthBytes + body.length) - lengthBytes - body.length);
  return concat([Uint8Array.of(body.length >> 8, body.length & 0xff), body, padding, mac]);
}

const paddedLength = (length: number): number => Math.ceil(length / blockBytes) * blockBytes;

const frameRefusal = () => new ProtocolError('ERR_CARD_DATA_FRAME', {});

/** What InstaMed answers to the reader. */
export interface EmvResponse {
  /** Two characters, the issuer's response code of tag 8A: `00` approved. */
  readonly responseCode: string;
  readonly ksn: Uint8Array;
  readonly deviceSerialNumber: Uint8Array;
}

/** Readers and InstaMed write these lengths in three bytes, whatever they are. */
const wide = (tag: string, children: readonly Tlv[]): Tlv => ({ ...tlv(tag, children), lengthBytes: 3 });

/** The response of a sale for the reader, as InstaMed's sample has it: key, serial number, and the issuer's answer to the card. */
export function encodeEmvResponse({ responseCode, ksn, deviceSerialNumber }: EmvResponse, mac: Uint8Array): string {
  const code = Uint8Array.from(responseCode, (character) => character.charCodeAt(0));
  const objects = [
    wide(messageTag, [
      tlv('DFDF54', ksn),
      tlv('DFDF55', Uint8Array.of(0x82)),
      tlv('DFDF25', deviceSerialNumber),
      wide('FA', [tlv('70', [tlv('8A', code)])]),
    ]),
  ];
  return encodeHex(encodeDeviceMessage({ objects, mac }));
}

/** ERR_CARD_DATA_FRAME, ERR_TLV or ERR_HEX for what is no response to a reader. */
export function decodeEmvResponse(hex: string): DeviceMessage {
  return decodeDeviceMessage(decodeHex(hex));
}
