import { decodeHex } from '@collect-payment/protocol/card-data';

/** Cents as the twelve digits of tag 9F02, two to a byte. */
export const encodeAmount = (cents: number): Uint8Array => decodeHex(String(cents).padStart(12, '0'));

/** US dollars (ISO 4217), as tag 5F2A has it. */
export const dollars = Uint8Array.of(0x08, 0x40);
