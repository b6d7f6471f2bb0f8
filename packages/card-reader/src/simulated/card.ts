import { concat, encodeDeviceMessage, tlv, type CardEntry, type Tlv } from '@collect-payment/protocol/card-data';

/** A card for the simulated reader. It has no number: what a reader shows of one is all there is. */
export interface SimulatedCard {
  /** `clear`: swiped through a reader that does not encrypt. `unreadable`: the reader cannot read it at all. */
  readonly way: CardEntry | 'fallback' | 'clear' | 'unreadable';
  readonly bin?: string;
  readonly lastFour?: string;
  /** `YYMM`. */
  readonly expiry?: string;
  readonly holderName?: string;
}

export interface ReadBy {
  readonly ksn: Uint8Array;
  readonly serialNumber: Uint8Array;
  /** Noise in the place of ciphertext and MAC. */
  readonly noise: (count: number) => Uint8Array;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const maskedDigits = 6;
const cardTypes: Readonly<Record<CardEntry, number>> = { swipe: 0x00, chip: 0x05, contactless: 0x07 };

export const entryOf = ({ way }: SimulatedCard): CardEntry => (way === 'chip' || way === 'contactless' ? way : 'swipe');

/** The read of a MagTek reader, in the form of InstaMed's sample. */
export function writeMagtekRead(card: SimulatedCard, { ksn, serialNumber, noise }: ReadBy): Uint8Array {
  if (card.way === 'clear') return writeClearTrack();
  const { bin = '411111', lastFour = '1111', expiry = '3012', holderName = 'ALVAREZ/MARIA' } = card;
  const inner = [
    tlv('DFDF53', Uint8Array.of(card.way === 'fallback' ? 1 : 0)),
    tlv('5F20', ascii(holderName)),
    tlv('5F30', Uint8Array.of(2, 1)),
    tlv('DFDF4D', ascii(`;${bin}${'0'.repeat(maskedDigits)}${lastFour}=${expiry}${'0'.repeat(13)}?`)),
    tlv('DFDF52', Uint8Array.of(cardTypes[entryOf(card)])),
    tlv('F8', [tlv('DFDF59', noise(264)), tlv('DFDF56', ksn), tlv('DFDF57', Uint8Array.of(0x80)), tlv('DFDF58', Uint8Array.of(1))]),
  ];
  const objects: readonly Tlv[] = [
    tlv('F9', [tlv('DFDF54', ksn), tlv('DFDF55', Uint8Array.of(0x82)), tlv('DFDF25', serialNumber), tlv('FA', [tlv('70', inner)])]),
  ];
  return encodeDeviceMessage({ objects, mac: noise(4) });
}

const flat = (tag: readonly number[], value: Uint8Array) => concat([Uint8Array.from(tag), Uint8Array.of(value.length), value]);

/** The read of an ID TECH reader: key, masked number, encrypted track. */
export function writeIdtechRead(card: SimulatedCard, { ksn, noise }: ReadBy): Uint8Array {
  if (card.way === 'clear') return writeClearTrack();
  const { bin = '411111', lastFour = '1111' } = card;
  return concat([
    flat([0xdf, 0xee, 0x12], ksn),
    flat([0xdf, 0xef, 0x5b], ascii(`${bin}${'*'.repeat(maskedDigits)}${lastFour}`)),
    flat([0xdf, 0xef, 0x4d], noise(64)),
  ]);
}

const digit = (value: number) => 0x30 + value;

/** Track 2 of a test card in the clear, written digit by digit: no text of it is ever in memory. */
export function writeClearTrack(): Uint8Array {
  const number = [4, ...Array.from({ length: 15 }, () => 1)].map(digit);
  const rest = [3, 0, 1, 2, 1, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8].map(digit);
  return Uint8Array.from([0x3b, ...number, 0x3d, ...rest, 0x3f]);
}
