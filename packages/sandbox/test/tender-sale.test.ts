import { encodeNvp, encodeTenderSaleRequest, nvpPath, readCardSaleResponse, readViewReceiptResponse } from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { account, control, launchToken, runningSandbox } from './signed-on.ts';

type Pairs = Readonly<Record<string, string>>;

const outlet = { merchantID: account.outlet.merchantId, storeID: account.outlet.storeId, terminalID: account.outlet.terminalId };
/** InstaMed's documented SaveOnFile, with a card that is not expired. */
const keyed: Pairs = {
  ...outlet,
  transactionType: 'CreditCard',
  transactionAction: 'SaveOnFile',
  cardPresentStatus: 'PresentManualKey',
  cardNumber: '6011000000000004',
  cardHolderName: 'Mary Smith',
  cardExpDate: '12-49',
  amount: '12.00',
  cardVerificationNumber: '123',
};

async function post(sandbox: RunningSandbox, body: string, user = account): Promise<string> {
  const headers = {
    authorization: `Basic ${btoa(`${user.apiUser}:${user.apiPassword}`)}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  return (await fetch(sandbox.url + nvpPath, { method: 'POST', headers, body })).text();
}

async function stage(accounts = [account]) {
  const sandbox = await runningSandbox({ accounts });
  const save = async (changes: Pairs = {}, user = account) =>
    readViewReceiptResponse(await post(sandbox, encodeNvp(Object.entries({ ...keyed, ...changes })), user));
  const saved = await save();
  const card = (saved.type === 'receipt' && saved.receipt.saveOnFileTransactionId) || '';
  const token = await launchToken(sandbox, { requestedCents: 12_500 });
  const documented: Pairs = {
    ...outlet,
    amount: '125.00',
    transactionType: 'CreditCard',
    transactionAction: 'authcapt',
    CardPresentStatus: 'notpresentphone',
    paymentMethodID: card,
  };
  const sell = async (changes: Readonly<Record<string, string | undefined>> = {}, user = account) => {
    const pairs = Object.entries({ ...documented, singleSignOnToken: token, ...changes });
    const sent = pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    return readCardSaleResponse(await post(sandbox, encodeNvp(sent), user));
  };
  const payments = async () => (await control(sandbox, 'GET', 'ledger')).json['payments'] ?? [];
  return { sandbox, save, saved, card, token, sell, payments };
}

describe('SaveOnFile', () => {
  test('keeps a card under a name of 32 digits, takes no money, and forgets the number', async () => {
    const { sandbox, saved, card, payments } = await stage();
    expect(saved).toMatchObject({ receipt: { transactionStatus: 'O', cardBrand: 'DISCOVER', lastFour: '0004', cardExpirationYear: 2049 } });
    expect(card).toMatch(/^[\da-f]{32}$/);
    expect(await payments()).toEqual([]);
    const ledger = JSON.stringify((await control(sandbox, 'GET', 'ledger')).json);
    expect(ledger).toContain(card);
    expect(ledger).not.toContain(keyed['cardNumber']);
  });

  test.each<[string, Pairs]>([
    ['a number that fails the Luhn check', { cardNumber: '6011000000000005' }],
    ['an expired card', { cardExpDate: '12-19' }],
    ['no expiry', { cardExpDate: '13-49' }],
    ['no verification number', { cardVerificationNumber: '' }],
    ['no amount', { amount: '' }],
    ['another entry', { cardPresentStatus: 'PresentEMV' }],
    ['an eCheck', { transactionType: 'eCheck' }],
    ['another outlet', { storeID: '999' }],
  ])('of %s is the general error, and keeps nothing', async (_, changes) => {
    const { sandbox, save } = await stage();
    expect((await save(changes)).type).toBe('no-receipt');
    expect((await control(sandbox, 'GET', 'ledger')).json['savedCards']).toHaveLength(1);
  });
});

describe('a sale on a saved card', () => {
  test.each(['paymentMethodID', 'saveOnFileTransactionID', 'paymentPlanID'])(
    'named by %s is approved, and found by its sign-on',
    async (field) => {
      const { sandbox, sell, card, token } = await stage();
      const sold = await sell({ paymentMethodID: undefined, [field]: card.toUpperCase() });
      expect(sold).toMatchObject({ type: 'sold', receipt: { transactionStatus: 'C', lastFour: '0004', saveOnFileTransactionId: card } });
      expect(sold).not.toHaveProperty('emvResponse');
      const receipt = await post(
        sandbox,
        encodeNvp(Object.entries({ ...outlet, transactionAction: 'ViewReceipt', singleSignOnToken: token })),
      );
      expect(readViewReceiptResponse(receipt)).toEqual({ type: 'receipt', receipt: sold.type === 'sold' && sold.receipt });
    },
  );

  test('as a public client sends it, without a sign-on, is made, and found by no token', async () => {
    const { sell, payments } = await stage();
    expect((await sell({ singleSignOnToken: undefined })).type).toBe('sold');
    expect(await payments()).toMatchObject([{ approvedCents: 12_500, tender: 'card' }]);
  });

  test('is the broker’s to the byte', async () => {
    const { sandbox, card, token } = await stage();
    const tender = { type: 'saved-card', field: 'paymentMethodID', savedCard: card, presentStatus: 'NotPresentInternet' } as const;
    const order = { ...account.outlet, userId: 'mlopez', requestedCents: 9_910, allowPartialPayment: true, token, additionalInfo: {} };
    const sold = readCardSaleResponse(await post(sandbox, encodeTenderSaleRequest({ ...order, tender })));
    expect(sold).toMatchObject({ receipt: { transactionStatus: 'C', responseCode: '010', partialApprovalCents: 9_900 } });
  });

  test('is declined by its amount', async () => {
    const { sell } = await stage();
    expect(await sell({ amount: '20.05' })).toMatchObject({ receipt: { transactionStatus: 'D', responseCode: '005' } });
    expect(await sell({ singleSignOnToken: undefined, amount: '20.10' })).toMatchObject({ receipt: { transactionStatus: 'D' } });
  });

  test('sent twice on one token is made once', async () => {
    const { sell, payments } = await stage();
    await sell();
    await sell();
    expect(await payments()).toHaveLength(1);
  });

  test.each<[string, Readonly<Record<string, string | undefined>>]>([
    ['an unknown card', { paymentMethodID: 'f'.repeat(32) }],
    ['no card', { paymentMethodID: '' }],
    ['two cards', { saveOnFileTransactionID: 'f'.repeat(32) }],
    ['a card number beside it', { cardNumber: '4111111111111111' }],
    ['a security code beside it', { cardVerificationNumber: '123' }],
    ['a card that is present', { CardPresentStatus: 'PresentEMV' }],
    ['no word of presence', { CardPresentStatus: undefined }],
    ['an unknown sign-on', { singleSignOnToken: 'bm9uZQ==' }],
    ['nothing to pay', { amount: '0.00' }],
    ['no amount', { amount: undefined }],
    ['another tender', { transactionType: 'eCheck' }],
    ['another outlet', { storeID: '999' }],
  ])('with %s is the general error, and nothing is sold', async (_, changes) => {
    const { sell, payments } = await stage();
    expect((await sell(changes)).type).toBe('refused');
    expect(await payments()).toEqual([]);
  });

  test('of another account is the general error', async () => {
    const other = { ...account, accountId: 'clinic@hillside.example', apiUser: 'clinic@hillside.example', apiPassword: 'other' };
    const { sell } = await stage([account, other]);
    expect((await sell({ singleSignOnToken: undefined }, other)).type).toBe('refused');
  });

  test('is not made once the card has expired', async () => {
    const { sandbox, sell } = await stage();
    for (let years = 0; years < 25; years += 1) await control(sandbox, 'POST', 'clock', { advanceMs: 366 * 24 * 3_600_000 });
    expect((await sell({ singleSignOnToken: undefined })).type).toBe('refused');
  });
});

describe('a sale of cash', () => {
  const cash = { transactionType: 'Cash', CardPresentStatus: undefined, paymentMethodID: undefined };

  test('always succeeds, and its receipt says so', async () => {
    const { sell, payments } = await stage();
    expect(await sell({ ...cash, amount: '20.05' })).toMatchObject({ receipt: { transactionStatus: 'C', tender: 'cash' } });
    expect(await payments()).toMatchObject([{ tender: 'cash', approvedCents: 2_005 }]);
  });

  test.each([{ paymentMethodID: 'f'.repeat(32) }, { cardNumber: '4111111111111111' }])(
    'with a card is the general error: %j',
    async (changes) => {
      const { sell } = await stage();
      expect((await sell({ ...cash, ...changes })).type).toBe('refused');
    },
  );
});
