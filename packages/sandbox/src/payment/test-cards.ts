import type { CardOnTransaction } from './transaction.ts';

/** The Test Interface's cards (instamed-protocol.md §6). */
export const testCards = [
  { brand: 'VISA', name: 'Visa', number: '4111111111111111' },
  { brand: 'MC', name: 'MasterCard', number: '5500000000000004' },
  { brand: 'AMEX', name: 'American Express', number: '340000000000009' },
  { brand: 'DISCOVER', name: 'Discover', number: '6011000000000004' },
] as const;

/** Amounts and what they do, for people (§6). */
export const testAmounts = [
  { cents: '.00', outcome: 'approved' },
  { cents: '.05', outcome: 'declined (005)' },
  { cents: '.10', outcome: 'partly approved: the whole dollars, where partial payment is allowed; else declined' },
  { cents: '.51', outcome: 'declined (051)' },
  { cents: '.01 .03 .12 .13 .14 .25 .28 .63', outcome: 'declined with that response code' },
  { cents: 'any other', outcome: 'approved' },
] as const;

const brands: readonly (readonly [RegExp, CardOnTransaction['brand']])[] = [
  [/^4/, 'VISA'],
  [/^(5[1-5]|2[2-7])/, 'MC'],
  [/^3[47]/, 'AMEX'],
  [/^(6011|64[4-9]|65)/, 'DISCOVER'],
];

/** The brand by the number's first digits. */
export const brandOf = (cardNumber: string): CardOnTransaction['brand'] =>
  brands.find(([prefix]) => prefix.test(cardNumber))?.[1] ?? 'OTHER';
