import { array, assert, constantFrom, integer, property, uuid } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawn, runs, tell } from '../../../../scripts/tried/tried.ts';
import { cardNumbers } from '../../test/support/card-numbers.ts';
import { findCardData } from './find-card-data.ts';

const order = {
  amount: { value: '125.00', currency: 'USD' },
  patient: { id: 'P-1', firstName: 'Ada', lastName: 'O’Brien 3rd' },
  tender: { type: 'saved-card', paymentMethodId: '3A1AB7A248524C6287FA79C6A26F7CA5' },
  invoice: 'INV-2026-11-21-000042',
  metadata: { phone: '+1 (555) 010-4477', visit: '550e8400-e29b-41d4-a716-446655440000' },
};
const find = (body: unknown) => findCardData(body, 'refuse');

describe('what of a card no server may send', { timeout: 60_000 }, () => {
  test('is a number, wherever it stands, also where no schema has a field, and as a JSON number', (context) => {
    const pans = cardNumbers(1000);
    const places: readonly (readonly [string, (pan: string) => object])[] = [
      ['patient/id', (pan) => ({ patient: { id: pan } })],
      ['patient/lastName', (pan) => ({ patient: { lastName: `Smith ${pan}` } })],
      ['invoice', (invoice) => ({ invoice })],
      ['metadata/note', (note) => ({ metadata: { note } })],
      ['metadata', (pan) => ({ metadata: { [pan]: 'x' } })],
      ['tender/paymentMethodId', (paymentMethodId) => ({ tender: { type: 'saved-card', paymentMethodId } })],
      ['tender/type', (type) => ({ tender: { type } })],
      ['staff', (staff) => ({ staff })],
      ['a/0/b', (b) => ({ a: [{ b }] })],
      ['x', (pan) => ({ x: Number(pan) })],
    ];
    for (const [param, put] of places) {
      const missed = pans.filter((pan) => (param !== 'x' || pan.length <= 15) && find({ ...order, ...put(pan) }) !== param);
      expect([param, missed]).toEqual([param, []]);
    }
    tell(context, 'card numbers in sales', pans.length * places.length, `${pans.length} in each of ${places.length} places; none taken`);
  });

  test.each([
    ['track 1', '%B4111111111111112^SMITH/MARY^49121010000000?'],
    ['track 2', ';4111111111111112=49121010000012345678?'],
    ['track 2 without its sentinels', '4111111111111112=4912101'],
    ['track 2 of a chip', '4111111111111111D49121010000012345678F'],
    ['a security code', 'CVV: 123'],
    ['a security code', 'the security code 1234'],
  ])('is %s in a text: %s', (_, text) => {
    const puts = [{ invoice: text }, { metadata: { note: text } }, { patient: { id: 'P', lastName: text } }, { extra: text }];
    expect(puts.map((put) => find({ ...order, ...put }))).toEqual(['invoice', 'metadata/note', 'patient/lastName', 'extra']);
    expect(findCardData({ ...order, invoice: text }, 'allow')).toBe('invoice');
  });

  test.each(['cardNumber', 'card_number', 'PAN', 'cvv', 'CVC2', 'securityCode', 'cardVerificationNumber', 'Track1Data', 'track2'])(
    'is whatever stands in a field that is called %s',
    (name) => {
      expect(find({ ...order, [name]: 'x' })).toBe(name);
      expect(find({ ...order, tender: { type: 'cash', [name]: 123 } })).toBe(`tender/${name}`);
      expect(find({ ...order, metadata: { [name]: '123' } })).toBe(`metadata/${name}`);
    },
  );

  test('is not repeated, and neither is a name that does not look like one', () => {
    expect(find({ 'no name 1': { cvv: '1' } })).toBe('');
    expect(find({ ['x'.repeat(200)]: '4111111111111111' })).toBe('');
  });

  test('is not seen in the orders that hosts send, nor in the names of saved cards', (context) => {
    const tokens = drawn(uuid(), 20_000).map((id) => id.replaceAll('-', ''));
    expect(find(order)).toBeUndefined();
    const refused = tokens.filter((id) => find({ ...order, tender: { type: 'saved-on-file', transactionId: id } }) !== undefined);
    expect(refused).toEqual([]);
    for (const invoice of ['INV-1=2026', 'D123', '2026^1', 'cvs 12', 'PANDA-4']) expect(find({ ...order, invoice })).toBeUndefined();
    tell(context, 'names of saved cards', tokens.length, 'drawn; none taken for a card number or a track');
  });

  test('may be a host’s own number where the tenant says so, and no other', () => {
    const pan = '4111111111111111';
    expect(findCardData({ ...order, patient: { id: pan }, invoice: pan, metadata: { account: pan } }, 'allow')).toBeUndefined();
    expect(findCardData({ ...order, patient: { id: 'P', lastName: pan } }, 'allow')).toBe('patient/lastName');
    expect(findCardData({ ...order, tender: { type: 'saved-card', paymentMethodId: pan } }, 'allow')).toBe('tender/paymentMethodId');
  });

  test('is looked for in whatever comes, without ever breaking or taking long', () => {
    assert(
      property(array(constantFrom('4', '1', 'D', '=', '^', '%', ' ', 'cvv', '-'), { maxLength: 60 }), integer(), (parts, number) => {
        find({ a: [parts.join(''), { b: number, c: null, d: true }] });
      }),
      runs(2000),
    );
    expect(find({ a: '7-'.repeat(10_000) })).toBeUndefined();
    expect(find({ a: `${'1'.repeat(30_000)}=` })).toBeUndefined();
  });
});
