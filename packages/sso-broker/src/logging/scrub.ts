import { passesLuhn } from '../terms/luhn.ts';

/**
 * The last look at a line before it leaves: what has the shape of a card number, a social security number or an e-mail address does not pass,
 * whoever put it there. It knows shapes only; what may be said at all is the closed union's to tell (log.ts).
 *
 * The line is JSON before and after. Letters or digits that touch a number make it part of an id, and ids pass.
 */
export function scrub(line: string): string {
  const end = line.endsWith('\n') ? '\n' : '';
  const text = line.slice(0, line.length - end.length);
  return `${(findsAny(text) ? cleanJson(text) : text).replace(unprintable, escapeCharacter)}${end}`;
}

/** 13 to 19 digits together, or in the groups that are printed on cards. The letter of an escaped line break is none that touches them. */
const cardNumbers =
  /(?:(?<!\w|\d\.)|(?<=\\[bfnrt]|\\u[\dA-Fa-f]{4}))(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}[ -]\d{6}[ -]\d{4,5})(?!\w)/g;
const socialSecurityNumbers = /(?:(?<![\w-])|(?<=\\[bfnrt]|\\u[\dA-Fa-f]{4}))\d{3}([ -])\d{2}\1\d{4}(?![\w-])/g;
const mailAddresses = /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])/g;
/** What begins a line, moves the cursor or turns the direction of reading: JSON escapes the first 32 only. */
const unprintable = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

const shapes: readonly (readonly [shape: RegExp, isOne: (found: string) => boolean, name: string])[] = [
  [cardNumbers, isCardNumber, '[card number]'],
  [socialSecurityNumbers, isSocialSecurityNumber, '[social security number]'],
  [mailAddresses, () => true, '[e-mail address]'],
];

function findsAny(text: string): boolean {
  return shapes.some(([shape, isOne]) => [...text.matchAll(shape)].some(([found]) => isOne(found)));
}

/** Value by value, so that a number, which cannot hold a word, gives way to a string. */
function cleanJson(text: string): string {
  try {
    return JSON.stringify(clean(JSON.parse(text)));
  } catch {
    return cleanText(text);
  }
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return findsAny(String(value)) ? cleanText(String(value)) : value;
  if (Array.isArray(value)) return value.map((item) => clean(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [cleanText(name), clean(part)]));
}

function cleanText(text: string): string {
  let cleaned = text;
  for (const [shape, isOne, name] of shapes) cleaned = cleaned.replace(shape, (found) => (isOne(found) ? name : found));
  return cleaned;
}

/**
 * By Luhn's digit (ISO/IEC 7812-1) and by what the first digits of payment cards are. No card begins with 1, and none of 13 digits with anything but 4:
 * a time in milliseconds is not one.
 */
function isCardNumber(found: string): boolean {
  const digits = found.replaceAll(/[ -]/g, '');
  if (digits.length < 13 || digits.length > 19 || !/^[2-6]/.test(digits) || (digits.length === 13 && !digits.startsWith('4'))) return false;
  return passesLuhn(digits);
}

/** The numbers that were never given out (SSA, since 2011): area 000, 666 and 900 to 999, group 00, serial 0000. */
function isSocialSecurityNumber(found: string): boolean {
  return !/^(?:000|666|9)|[ -]00[ -]|0000$/.test(found);
}

function escapeCharacter(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
