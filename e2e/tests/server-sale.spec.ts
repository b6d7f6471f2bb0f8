import { randomUUID } from 'node:crypto';
import type { Stack } from '@collect-payment/demo/stack';
import { expect, test } from '../fixtures/test.ts';

const usd = (value: string) => ({ value, currency: 'USD' });

interface Answer {
  readonly status: number;
  readonly body: {
    readonly session: { readonly id: string; readonly status: string };
    readonly payment?: { readonly transactionId: string };
  };
}

/** What a clinic's server asks of the broker by night. */
async function sell({ broker, secretKey }: Stack, key: string, tender: object, extra: object = {}): Promise<Answer> {
  const answer = await fetch(`${broker}/v1/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ amount: usd('30.00'), patient: { id: `P-${key}` }, invoice: `INV-${key}`, tender, ...extra }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

async function statusOf({ broker, secretKey }: Stack, id: string): Promise<string> {
  const answer = await fetch(`${broker}/v1/payment-sessions/${id}`, { headers: { authorization: `Bearer ${secretKey}` } });
  return ((await answer.json()) as { status: string }).status;
}

test('a server’s sale on a saved card is made once, and stands in the clinic’s list of payments', async ({ page, stack, sandbox }) => {
  const card = await sandbox.saveCard(stack.secrets['instamed-api-password'] ?? '');
  const key = randomUUID();
  const first = await sell(stack, key, { type: 'saved-card', paymentMethodId: card });
  expect([first.status, first.body.session.status]).toEqual([201, 'approved']);
  expect(await sell(stack, key, { type: 'saved-card', paymentMethodId: card })).toEqual(first);
  expect(await sandbox.payments()).toMatchObject([{ transactionId: first.body.payment?.transactionId, approvedCents: 3_000 }]);
  await page.goto(`${stack.demo}/payments`);
  await expect(page.getByRole('button', { name: /^Open \$30\.00/ }).first()).toBeVisible();
});

for (const fault of ['sale-truncated', 'sale-500']) {
  test(`a server’s sale whose answer is lost (${fault}) is looked up, and never sent again`, async ({ stack, sandbox }) => {
    const card = await sandbox.saveCard(stack.secrets['instamed-api-password'] ?? '');
    const key = randomUUID();
    const tender = { type: 'saved-on-file', transactionId: card };
    await sandbox.strike({ [fault]: 1 });
    const lost = await sell(stack, key, tender);
    expect([lost.status, lost.body.session.status]).toEqual([202, 'confirming']);
    const { id } = lost.body.session;
    await fetch(`${stack.broker}/v1/payment-sessions/${id}/check`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.secretKey}`, 'content-type': 'application/json' },
      body: '{}',
    });
    const sold = fault === 'sale-truncated';
    expect(await statusOf(stack, id)).toBe(sold ? 'approved' : 'confirming');
    expect((await sell(stack, key, tender)).status).toBe(sold ? 201 : 202);
    expect(await sandbox.payments()).toHaveLength(sold ? 1 : 0);
  });
}

const check = {
  type: 'check',
  accountType: 'checking',
  routingNumber: '021000021',
  accountNumber: '000123456',
  holder: { firstName: 'Mary', lastName: 'Smith' },
};

test('a server’s sale by eCheck is made once, and nothing of the account comes back', async ({ stack, sandbox }) => {
  const key = randomUUID();
  const first = await sell(stack, key, check);
  expect([first.status, first.body.session.status]).toEqual([201, 'approved']);
  expect(await sell(stack, key, check)).toEqual(first);
  expect(JSON.stringify(first)).not.toMatch(/000123456|021000021/);
  expect(await sandbox.payments()).toMatchObject([
    { transactionId: first.body.payment?.transactionId, approvedCents: 3_000, tender: 'check' },
  ]);
});

for (const fault of ['sale-truncated', 'sale-error-after', 'sale-500']) {
  test(`a server’s sale by eCheck whose answer is lost (${fault}) is in doubt at once, and never sent again`, async ({
    stack,
    sandbox,
  }) => {
    const key = randomUUID();
    await sandbox.strike({ [fault]: 1 });
    const lost = await sell(stack, key, check);
    expect([lost.status, lost.body.session.status]).toEqual([202, 'unresolved']);
    expect((await sell(stack, key, check)).body.session.status).toBe('unresolved');
    expect(await sandbox.payments()).toHaveLength(fault === 'sale-500' ? 0 : 1);
  });
}

test('a server’s sale that brings a card number is refused at the door', async ({ stack, sandbox }) => {
  const refused = await sell(stack, randomUUID(), { type: 'cash' }, { cardNumber: '4111 1111 1111 1111' });
  expect(refused).toMatchObject({ status: 400, body: { error: { code: 'ERR_SALE_CARD_DATA', param: 'cardNumber' } } });
  expect(JSON.stringify(refused)).not.toContain('4111 1111');
  expect(await sandbox.payments()).toEqual([]);
});
