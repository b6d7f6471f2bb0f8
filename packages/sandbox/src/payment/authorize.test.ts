import { expect, test } from 'vitest';
import { SwitchBoard } from '../switches.ts';
import { authorize } from './authorize.ts';
import { passesLuhn } from '@collect-payment/protocol';
import { brandOf, testCards } from './test-cards.ts';

const switches = new SwitchBoard().current;

test.each([
  [12_500, '000', 'C'],
  [12_505, '005', 'D'],
  [12_551, '051', 'D'],
  [12_501, '001', 'D'],
  [12_563, '063', 'D'],
  [12_534, '000', 'C'],
])('%i cents answer %s with status %s', (cents, responseCode, transactionStatus) => {
  expect(authorize('card', cents, false, switches)).toMatchObject({
    responseCode,
    transactionStatus,
    approvedCents: transactionStatus === 'C' ? cents : 0,
  });
});

test('ten cents authorise the whole dollars where partial payment is allowed', () => {
  expect(authorize('card', 9910, true, switches)).toMatchObject({ responseCode: '010', transactionStatus: 'C', approvedCents: 9900 });
  expect(authorize('card', 9910, false, switches)).toMatchObject({ responseCode: '010', transactionStatus: 'D', approvedCents: 0 });
});

test('less than a dollar and a check cannot be approved in part', () => {
  expect(authorize('card', 10, true, switches)).toMatchObject({ responseCode: '051', approvedCents: 0 });
  expect(authorize('check', 9910, true, switches)).toMatchObject({ responseCode: '051', approvedCents: 0 });
});

test('cash is never declined', () => {
  expect(authorize('cash', 12_505, false, switches)).toMatchObject({ transactionStatus: 'C', approvedCents: 12_505 });
});

test('every test card passes the Luhn check and is of its brand', () => {
  for (const { number, brand } of testCards) {
    expect(passesLuhn(number)).toBe(true);
    expect(passesLuhn(number.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)))).toBe(false);
    expect(brandOf(number)).toBe(brand);
  }
});
