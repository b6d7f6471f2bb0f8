import { passesLuhn } from './luhn.ts';

/**
 * Tells card numbers (PCI DSS 4.0.1: a PAN) in texts, so that none is stored, sent or logged.
 *
 * - `text`, words about a person: 13 to 19 digits that pass the Luhn check (ISO/IEC 7812-1, annex B). No name has such a number.
 * - `id`, a number of the host's own: those that a card network issues as well. One in ten numbers passes the Luhn check, and far fewer
 *   begin as a card does and are as long.
 */
export type TextKind = 'text' | 'id';

const shortest = 13;
const longest = 19;
/** How people and forms break a number up. */
const separator = /[\s._/\-\u2010-\u2015\u2212]{1,2}/u;
const numbers = /\d+(?:[\s._/\-\u2010-\u2015\u2212]{1,2}\d+)*/gu;
/** Nothing to see: zero-width and direction marks. */
const invisible = /\p{Cf}/gu;

/** UUIDs, digests and the like. Their digits fall by chance as a card's do, now and then. */
const hexadecimal = /\b(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{24,})\b/giu;

/** What the networks issue: first and last prefix, fewest and most digits. */
const issuerRanges: readonly (readonly [first: string, last: string, fewest: number, most: number])[] = [
  // Visa
  ['4', '4', 13, 13],
  ['4', '4', 16, 16],
  ['4', '4', 19, 19],
  // Mastercard
  ['51', '55', 16, 16],
  ['2221', '2720', 16, 16],
  // American Express
  ['34', '34', 15, 15],
  ['37', '37', 15, 15],
  // Discover
  ['6011', '6011', 16, 19],
  ['644', '659', 16, 19],
  // Diners Club
  ['300', '305', 14, 19],
  ['3095', '3095', 14, 19],
  ['36', '36', 14, 19],
  ['38', '39', 14, 19],
  // JCB
  ['3528', '3589', 16, 19],
  // UnionPay
  ['62', '62', 16, 19],
  ['81', '81', 16, 19],
  // Maestro
  ['5018', '5018', 13, 19],
  ['5020', '5020', 13, 19],
  ['5038', '5038', 13, 19],
  ['5893', '5893', 13, 19],
  ['6304', '6304', 13, 19],
  ['6759', '6763', 13, 19],
];

/** Whether a card number stands in the text: alone or among words, its digits together or in groups. */
export function holdsCardNumber(text: string, kind: TextKind): boolean {
  const plain = text
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(hexadecimal, (word) => (/[a-f]/iu.test(word) ? '|' : word));
  return [...plain.matchAll(numbers)].some(([run]) => isCardAmong(run.split(separator), kind));
}

/** Any neighbours among the groups: an expiry date or a house number may stand beside the card. */
function isCardAmong(groups: readonly string[], kind: TextKind): boolean {
  for (let first = 0; first < groups.length; first += 1) {
    let digits = '';
    for (const group of groups.slice(first)) {
      digits += group;
      if (digits.length > longest) break;
      if (digits.length >= shortest && isCard(digits, kind)) return true;
    }
  }
  return false;
}

function isCard(digits: string, kind: TextKind): boolean {
  return passesLuhn(digits) && (kind === 'text' || isIssued(digits));
}

function isIssued(digits: string): boolean {
  return issuerRanges.some(([first, last, fewest, most]) => {
    const prefix = digits.slice(0, first.length);
    return prefix >= first && prefix <= last && digits.length >= fewest && digits.length <= most;
  });
}
