import { constantFrom, integer, tuple } from 'fast-check';
import { drawn } from '../../../../scripts/tried/tried.ts';

/** Prefix and length, a few for each network. */
const kinds = [
  ...['4', '4000', '4999'].flatMap((prefix) => [13, 16, 19].map((length) => [prefix, length] as const)),
  ...['51', '55', '2221', '2720', '2500'].map((prefix) => [prefix, 16] as const),
  ...['34', '37'].map((prefix) => [prefix, 15] as const),
  ...['6011', '644', '649', '65'].map((prefix) => [prefix, 16] as const),
  ...['300', '305', '3095', '36', '38', '39'].map((prefix) => [prefix, 14] as const),
  ...['3528', '3589'].map((prefix) => [prefix, 16] as const),
  ...['62', '81'].flatMap((prefix) => [16, 19].map((length) => [prefix, length] as const)),
  ...['5018', '5020', '5038', '5893', '6304', '6759', '6763'].flatMap((prefix) => [13, 16, 19].map((length) => [prefix, length] as const)),
] as const;

const digits = tuple(constantFrom(...kinds), integer({ min: 0, max: 999_999_999 }), integer({ min: 0, max: 999_999_999 })).map(
  ([[prefix, length], one, other]) => {
    const body = `${prefix}${String(one).padStart(9, '0')}${String(other).padStart(9, '0')}`.slice(0, length - 1);
    return `${body}${luhnDigitOf(body)}`;
  },
);

/** Card numbers by the seed of this run: right in prefix, length and check digit, and nobody's. */
export const cardNumbers = (count: number): readonly string[] => drawn(digits, count);

/** The digit that makes a number pass (ISO/IEC 7812-1, annex B). */
export function luhnDigitOf(body: string): number {
  let sum = 0;
  for (let place = 0; place < body.length; place += 1) {
    const digit = Number(body[body.length - 1 - place]);
    sum += place % 2 === 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return (10 - (sum % 10)) % 10;
}
