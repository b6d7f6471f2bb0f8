import { ProtocolError } from '../errors.ts';
import { passesLuhn } from './luhn.ts';
import { decodeDeviceMessage } from './device-message.ts';
import { decodeTlv, encodeHex, findValue, walkTlv, type Tlv } from './tlv.ts';

/** How the card met the reader. */
export type CardEntry = 'chip' | 'contactless' | 'swipe';

/** Who made the reader, by the form its reads come in. */
export type CardDataForm = 'magtek' | 'idtech';

/** What anybody may see of an encrypted read. None of it is the card number. */
export interface CardData {
  readonly form: CardDataForm;
  /** The key serial number, hexadecimal: under which key InstaMed decrypts. */
  readonly ksn: string;
  readonly deviceSerialNumber?: string;
  /** The first six digits of the card's number and its last four. */
  readonly maskedNumber?: MaskedNumber;
  /** `YYMM`. */
  readonly expiry?: string;
  readonly holderName?: string;
  /** The card has a chip, and was swiped because the chip could not be read. */
  readonly fallback: boolean;
  readonly objects: readonly Tlv[];
}

export interface MaskedNumber {
  readonly bin: string;
  readonly lastFour: string;
  readonly length: number;
}

/** Tags of one maker. `encrypted` is what InstaMed decrypts, `masked` what a receipt may show. */
interface Tags {
  readonly ksn: string;
  readonly encrypted: readonly string[];
  readonly masked: string;
  readonly serial?: string;
  readonly fallback?: string;
}

const tagsOf: Readonly<Record<CardDataForm, Tags>> = {
  magtek: { ksn: 'DFDF56', encrypted: ['DFDF59'], masked: 'DFDF4D', serial: 'DFDF25', fallback: 'DFDF53' },
  idtech: { ksn: 'DFEE12', encrypted: ['DFEF4D', 'DFEF4E'], masked: 'DFEF5B' },
};

/** EMV's own tags for a number or a track in the clear: 56 and 57 tracks, 5A number, 9F1F and 9F20 discretionary data, 9F6B contactless track. */
const clearTags = new Set(['56', '57', '5A', '9F1F', '9F20', '9F6B']);

const ksnBytes = 10;
const minEncryptedBytes = 8;
const cipherBlockBytes = 8;

/**
 * Reads what a reader gave, and refuses whatever is not encrypted through and through.
 *
 * ERR_CARD_DATA_CLEAR for a card number or track that anybody could read: the caller wipes the bytes (`wipe`) and tells a person.
 * ERR_CARD_DATA_NOT_ENCRYPTED without a key serial number and encrypted data; ERR_CARD_DATA_FRAME and ERR_TLV for what cannot be read.
 */
export function readCardData(bytes: Uint8Array): CardData {
  // A swiped track as text is what an unencrypted reader sends. It is neither framed nor TLV, and must not pass for mere damage.
  if (holdsClearNumber(bytes)) throw new ProtocolError('ERR_CARD_DATA_CLEAR', {});
  const form: CardDataForm = bytes[2] === 0xf9 ? 'magtek' : 'idtech';
  const objects = form === 'magtek' ? decodeDeviceMessage(bytes).objects : decodeTlv(bytes);
  const tags = tagsOf[form];
  refuseClear(objects, tags);
  const ksn = findValue(objects, tags.ksn);
  const encrypted = tags.encrypted.map((tag) => findValue(objects, tag)).find((value) => value !== undefined);
  if (ksn?.length !== ksnBytes || ksn.every((byte) => byte === 0) || encrypted === undefined || !looksEncrypted(encrypted)) {
    throw new ProtocolError('ERR_CARD_DATA_NOT_ENCRYPTED', {});
  }
  const masked = findValue(objects, tags.masked);
  const track = masked && readMasked(latin1(masked));
  const serial = tags.serial && findValue(objects, tags.serial);
  const name = findValue(objects, '5F20');
  return {
    form,
    ksn: encodeHex(ksn),
    fallback: tags.fallback !== undefined && findValue(objects, tags.fallback)?.[0] === 1,
    objects,
    ...(track && { maskedNumber: track.number, ...(track.expiry !== undefined && { expiry: track.expiry }) }),
    ...(serial && { deviceSerialNumber: encodeHex(serial) }),
    ...(name && { holderName: latin1(name) }),
  };
}

/** Overwrites bytes that nobody may find in memory. */
export function wipe(bytes: Uint8Array): void {
  bytes.fill(0);
}

function refuseClear(objects: readonly Tlv[], { masked, encrypted }: Tags): void {
  for (const { tag, content } of walkTlv(objects)) {
    if (content.type === 'constructed' || encrypted.includes(tag)) continue;
    const clear =
      clearTags.has(tag) || (tag === masked ? readMasked(latin1(content.value)) === undefined : holdsClearNumber(content.value));
    if (clear) throw new ProtocolError('ERR_CARD_DATA_CLEAR', {});
  }
}

/** Whole cipher blocks, and no text: a track in the place of its ciphertext is digits and a few signs. */
function looksEncrypted(value: Uint8Array): boolean {
  if (value.length < minEncryptedBytes || value.length % cipherBlockBytes !== 0) return false;
  return value.some((byte) => byte < 0x20 || byte > 0x7e);
}

/** A track 2 or a number with its middle digits masked, or undefined when they are not. */
function readMasked(text: string): { readonly number: MaskedNumber; readonly expiry?: string } | undefined {
  const match = /^[;%B]*([0-9]{6})([0-9*]{2,9})([0-9]{4})(?:[=D^]([0-9]{4})?([^?]*)\??)?$/.exec(text);
  if (match === null) return undefined;
  const [, bin = '', middle = '', lastFour = '', expiry, rest = ''] = match;
  if (!isMasked(middle) || /[1-9]{4}/.test(rest)) return undefined;
  const number = { bin, lastFour, length: bin.length + middle.length + lastFour.length };
  return expiry === undefined ? { number } : { number, expiry };
}

/** Zeros or asterisks. One digit may stand among them: MagTek sets it so that the masked number still passes the Luhn check. */
const isMasked = (middle: string): boolean => middle.replace(/[0*]/g, '').length <= 1;

/** A run of 13 to 19 digits that passes the Luhn check and is not masked, in ASCII. */
function holdsClearNumber(bytes: Uint8Array): boolean {
  let digits = '';
  for (let at = 0; at <= bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39 && at < bytes.length) {
      digits += String.fromCharCode(byte);
      continue;
    }
    if (digits.length >= 13 && isClearNumber(digits)) return true;
    digits = '';
  }
  return false;
}

function isClearNumber(run: string): boolean {
  for (let length = 13; length <= Math.min(19, run.length); length += 1) {
    for (const number of [run.slice(0, length), run.slice(-length)]) {
      if (!isMasked(number.slice(6, -4)) && passesLuhn(number)) return true;
    }
  }
  return false;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
