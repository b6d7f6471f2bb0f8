import { holdsCardNumber } from './card-number.ts';

/**
 * Where in a body stands what no server may send of a card (PCI DSS 4.0.1, 3.3 and 3.5: its number, its tracks, its security code), in JSON-pointer style
 * without the leading slash; undefined where nothing looks like it. Looks before any schema does, so that what no schema knows is found too. With
 * `cardLikeIds: 'allow'` the host's own numbers may look like a card's.
 */
export function findCardData(body: unknown, cardLikeIds: 'refuse' | 'allow'): string | undefined {
  return search(body, '');

  function search(value: unknown, path: string): string | undefined {
    if (typeof value === 'string' || typeof value === 'number') return holdsCardData(String(value), kindOf(path)) ? path : undefined;
    if (typeof value !== 'object' || value === null) return undefined;
    for (const [name, part] of Object.entries(value)) {
      // A name is the caller's text too, and is not repeated when it is the one.
      if (holdsCardData(name, 'text')) return path;
      const place = path === '' ? name : `${path}/${name}`;
      if (cardFieldNames.has(name.toLowerCase().replaceAll(/[^a-z\d]/g, ''))) return printable(place);
      const found = search(part, place);
      if (found !== undefined) return printable(found);
    }
    return undefined;
  }

  function kindOf(path: string): Kind {
    if (!hostIds.test(path)) return path.startsWith('tender/') ? 'id' : 'text';
    return cardLikeIds === 'allow' ? 'host id' : 'id';
  }
}

/** `host id`: the host has said that such numbers are its own. */
type Kind = 'text' | 'id' | 'host id';

/** Whose numbers the host has chosen itself. */
const hostIds = /^(?:patient\/id|staff\/id|outlet\/|invoice|metadata)/;

/** What fields are called that hold such data, in small letters and without what divides words. */
const cardFieldNames: ReadonlySet<string> = new Set(
  [
    ['cardnumber', 'creditcardnumber', 'debitcardnumber', 'cardno', 'pan', 'primaryaccountnumber'],
    ['cvv', 'cvv2', 'cvc', 'cvc2', 'cvn', 'securitycode', 'cardsecuritycode', 'cardcode', 'verificationcode', 'verificationvalue'],
    ['cardverificationnumber', 'cardverificationcode', 'cardverificationvalue', 'pinblock'],
    ['track', 'track1', 'track2', 'track3', 'trackdata', 'track1data', 'track2data', 'track3data', 'magstripe', 'magneticstripe'],
  ].flat(),
);

/** ISO/IEC 7813: the number, the separator, then the expiry or the name. */
const track = /(?:^|[^\d])\d{12,19}(?:=\d{4}|\^[^^]{2,26}\^)/;
/** Track 2 as a chip gives it, in hexadecimal: its separator is a D. */
const chipTrack = /(?:^|[^\da-f])(\d{13,19})d\d{7,}f?(?:$|[^\da-f])/i;
const securityCode = /(?:^|[^a-z\d])(?:cvv2?|cvc2?|cvn|security code)[\s:=#.-]{0,3}\d{3,4}(?:$|\D)/i;

function holdsCardData(text: string, kind: Kind): boolean {
  const chip = chipTrack.exec(text)?.[1];
  if (track.test(text) || securityCode.test(text) || (chip !== undefined && holdsCardNumber(chip, 'text'))) return true;
  return kind !== 'host id' && holdsCardNumber(text, kind);
}

/** One that does not look like a name is not repeated, nor one that holds a number of some length: it may be a bank's. */
const printable = (path: string): string => (/^[\w./-]{1,100}$/.test(path) && !/\d{4}/.test(path) ? path : '');
