import { array, assert, constantFrom, integer, property, uuid, date, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawn, runs, tell } from '../../../../scripts/tried/tried.ts';
import { cardNumbers, luhnDigitOf } from '../../test/support/card-numbers.ts';
import { holdsCardNumber } from './card-number.ts';

const written = (pan: string): readonly string[] => [
  pan,
  pan.replaceAll(/(\d{4})(?=\d)/g, '$1 '),
  pan.replaceAll(/(\d{4})(?=\d)/g, '$1-'),
  pan.replaceAll(/(\d{4})(?=\d)/g, '$1\u00A0'),
  pan.replaceAll(/(\d{4})(?=\d)/g, '$1.'),
  pan.replaceAll(/(\d{4})(?=\d)/g, '$1\u2013'),
  `${pan.slice(0, 4)} ${pan.slice(4, 10)} ${pan.slice(10)}`,
  `${pan.slice(0, 6)}\u200B${pan.slice(6)}`,
  pan.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  `card ${pan} exp 12/29`,
  `${pan.replaceAll(/(\d{4})(?=\d)/g, '$1 ')} 12 29`,
  `visit:${pan};paid`,
];

describe('a card number', { timeout: 60_000 }, () => {
  test('is told in either kind of text, however it is written', (context) => {
    const pans = cardNumbers(10_000);
    const missed = pans.flatMap((pan) => written(pan).filter((text) => !holdsCardNumber(text, 'id') || !holdsCardNumber(text, 'text')));
    expect(missed).toEqual([]);
    tell(
      context,
      'card numbers',
      pans.length,
      `of every network, each written in ${written('4').length} ways; none taken for a text or an id`,
    );
  });

  test('is not seen in numbers that fail the Luhn check', () => {
    const [pan = ''] = cardNumbers(1);
    for (let digit = 0; digit <= 9; digit += 1)
      expect(holdsCardNumber(`${pan.slice(0, -1)}${digit}`, 'text')).toBe(String(digit) === pan.at(-1));
  });

  test('is not seen in account numbers, dates, phones, times and UUIDs', (context) => {
    const ids = [
      ...drawn(uuid(), 20_000),
      ...drawn(stringMatching(/^[\da-f]{32}$/), 20_000).filter((hex) => /[a-f]/.test(hex)),
      ...drawn(date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2199-12-31') }), 2_000).flatMap((day) => [
        day.toISOString(),
        day.toISOString().replaceAll(/\D/g, ''),
        day.toISOString().slice(0, 10),
      ]),
      ...drawn(integer({ min: 1_600_000_000_000, max: 2_600_000_000_000 }), 2_000).map(String),
      ...drawn(stringMatching(/^\(\d{3}\) \d{3}-\d{4}$/), 2_000),
      ...drawn(stringMatching(/^(MRN|ACCT|INV)-\d{4,12}$/), 2_000),
      ...drawn(stringMatching(/^\d{1,12}$/), 2_000),
    ];
    const refused = ids.filter((id) => holdsCardNumber(id, 'id'));
    expect(refused).toEqual([]);
    tell(context, 'ids that are no card', ids.length, 'UUIDs, digests, dates, times, phones, numbers of up to 12 digits; none refused');
  });

  test('that no network issues is taken as an id, and not as a name', () => {
    assert(
      property(constantFrom('0', '1', '7', '9'), array(integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 16 }), (first, digits) => {
        const body = `${first}${digits.join('')}`;
        const number = `${body}${luhnDigitOf(body)}`;
        expect([holdsCardNumber(number, 'id'), holdsCardNumber(number, 'text')]).toEqual([false, true]);
      }),
      runs(500),
    );
  });

  test('is found among many digits without ever taking long', () => {
    expect(holdsCardNumber('7-'.repeat(10_000), 'id')).toBe(false);
    expect(holdsCardNumber(`${'9'.repeat(30)} 4111 1111 1111 1111`, 'id')).toBe(true);
  });
});
