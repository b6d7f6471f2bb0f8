import { decodeHex, encodeEmvResponse, ProtocolError, readCardData, type CardData, type NvpFields } from '@collect-payment/protocol';
import { textOf, type SaleOrder } from './sale-order.ts';
import { brandOf } from './test-cards.ts';
import type { CardOnTransaction } from './transaction.ts';

const entryModes: Readonly<Record<string, CardOnTransaction['entryMode']>> = {
  presentemv: 'Chip',
  msdcontactless: 'Contactless',
  presentswipesign: 'Swiped',
  presentswipenosign: 'Swiped',
};
const macBytes = 4;

/**
 * A sale with a reader's fields (instamed-protocol.md §3.4). The sandbox has no key to the encrypted data: it knows the card by what the
 * read shows of it. Undefined for a read that cannot be read, or is in the clear.
 */
export function readReaderOrder(fields: NvpFields): Pick<SaleOrder, 'card' | 'device' | 'respond'> | undefined {
  const entryMode = entryModes[textOf(fields, 'cardPresentStatus').toLowerCase()];
  const device = {
    name: textOf(fields, 'deviceName'),
    serialNumber: textOf(fields, 'deviceSerialNumber'),
    firmwareVersion: textOf(fields, 'deviceFirmwareVersion'),
  };
  if (entryMode === undefined || Object.values(device).includes('')) return undefined;
  const read = readEncrypted(textOf(fields, 'encryptedEMVData'));
  return read && { card: cardOf(read, entryMode), device, respond: (approved) => respond(approved, read) };
}

function readEncrypted(hex: string): CardData | undefined {
  try {
    return readCardData(decodeHex(hex));
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

function cardOf(card: CardData, entryMode: CardOnTransaction['entryMode']): CardOnTransaction {
  const { maskedNumber = { bin: '', lastFour: '' }, expiry = '3012', holderName = '' } = card;
  return {
    brand: brandOf(maskedNumber.bin),
    bin: maskedNumber.bin,
    lastFour: maskedNumber.lastFour,
    expirationMonth: Number(expiry.slice(2)),
    expirationYear: 2000 + Number(expiry.slice(0, 2)),
    holderName: holderName.trim(),
    entryMode,
  };
}

/** The issuer's answer to the card: approved, or any other code. The MAC is noise, since only the reader could check it. */
function respond(approved: boolean, card: CardData): string {
  const deviceSerialNumber = decodeHex(card.deviceSerialNumber ?? '0000000000000000');
  return encodeEmvResponse(
    { responseCode: approved ? '00' : '05', ksn: decodeHex(card.ksn), deviceSerialNumber },
    crypto.getRandomValues(new Uint8Array(macBytes)),
  );
}
