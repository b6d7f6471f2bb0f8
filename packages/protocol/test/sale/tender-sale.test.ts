import { assert, constantFrom, integer, property, record, string, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../../scripts/tried/tried.ts';
import {
  decodeNvp,
  encodeTenderSaleRequest,
  notPresentStatuses,
  nvpFormOf,
  savedCardFields,
  type TenderSaleRequest,
} from '../../src/index.ts';
import { refusalOf } from '../hostile/refusal.ts';

const savedCard = '3A1AB7A248524C6287FA79C6A26F7CA5';
const sale: TenderSaleRequest = {
  merchantId: '1000',
  storeId: '10',
  terminalId: '1',
  userId: 'mlopez',
  requestedCents: 12_500,
  tender: { type: 'saved-card', field: 'paymentMethodID', savedCard, presentStatus: 'NotPresentPhone' },
  allowPartialPayment: false,
  token: 'NTJmY2Y5NmM=',
  additionalInfo: { 1: 'INV-1', 5: 'ps_1' },
};
const pairsOf = (body: string) => [...decodeNvp(body, { form: nvpFormOf(body) }).entries()];

test('a sale on a saved card is, to the byte, what a public client sends, with the sign-on and what is told to nobody else', () => {
  expect(encodeTenderSaleRequest(sale)).toBe(
    'merchantID=1000&storeID=10&terminalID=1&userID=mlopez&transactionAction=AuthCapt&transactionType=CreditCard&amount=125.00' +
      `&cardPresentStatus=NotPresentPhone&paymentMethodID=${savedCard}&allowPartialPayment=false&requestToken=false` +
      '&singleSignOnToken=NTJmY2Y5NmM%3D&additionalInfo1=INV-1&additionalInfo5=ps_1',
  );
});

test('a sale of cash names no card and allows no part', () => {
  expect(encodeTenderSaleRequest({ ...sale, tender: { type: 'cash' }, allowPartialPayment: true })).toBe(
    'merchantID=1000&storeID=10&terminalID=1&userID=mlopez&transactionAction=AuthCapt&transactionType=Cash&amount=125.00' +
      '&requestToken=false&singleSignOnToken=NTJmY2Y5NmM%3D&additionalInfo1=INV-1&additionalInfo5=ps_1',
  );
});

describe('whatever a sale is made of', () => {
  test('its reader gets each value as it was, under the field that the setting names, and never another field', () => {
    const token = stringMatching(/^[\da-fA-F]{32}$/);
    assert(
      property(
        record({ savedCard: token, field: constantFrom(...savedCardFields), presentStatus: constantFrom(...notPresentStatuses) }),
        string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !/\p{Cc}/u.test(text)),
        integer({ min: 1, max: 999_999_999 }),
        (card, userId, requestedCents) => {
          const body = encodeTenderSaleRequest({ ...sale, userId, requestedCents, tender: { type: 'saved-card', ...card } });
          const fields = new Map(pairsOf(body));
          expect([fields.get(card.field), fields.get('cardPresentStatus'), fields.get('userID')]).toEqual([
            card.savedCard,
            card.presentStatus,
            userId,
          ]);
          expect(savedCardFields.filter((name) => fields.has(name))).toEqual([card.field]);
          expect(fields.get('amount')).toBe((requestedCents / 100).toFixed(2));
          expect([...fields.keys()].filter((name) => /cardNumber|cardExp|verification|track/i.test(name))).toEqual([]);
        },
      ),
      runs(2000),
    );
  });

  test.each(['4111111111111111', '', savedCard.slice(1), `${savedCard}0`, ';4111111111111111=3012', `${savedCard.slice(1)}&`])(
    'nothing but a saved card’s name goes in its place: %s',
    (text) => {
      const tender = { type: 'saved-card', field: 'paymentMethodID', savedCard: text, presentStatus: 'NotPresentPhone' } as const;
      const refusal = refusalOf(() => encodeTenderSaleRequest({ ...sale, tender }));
      expect(refusal?.code).toBe('ERR_SAVED_CARD');
      expect(text === '' || refusal?.message.includes(text) === false).toBe(true);
    },
  );
});
