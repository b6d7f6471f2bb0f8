import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CardReadRequest, CardReadResult, CreatedPaymentSession, PaymentSessionView, Receipt } from '@collect-payment/contract';
import { decodeEmvResponse, findValue } from '@collect-payment/protocol';
import type { Sandbox } from '@collect-payment/sandbox';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import type { Client } from '../support/client.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

const sample = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../protocol/test/fixtures/nvp/emv-sale-request.json'), 'utf8'),
) as Readonly<Record<string, string>>;
const device = { name: 'DynaPro SC', serialNumber: '98DC2522081D0A0E', firmwareVersion: '30050851-D1-PCI' };
const read: CardReadRequest = { device, entry: 'chip', fallback: false, data: sample['encryptedEMVData'] ?? '' };

/** So slow a poll that nothing is found by it. */
const intervalMs = 900_000;

const pay = <Body = CardReadResult>(client: Client, { id, clientSecret }: CreatedPaymentSession, changes: Partial<CardReadRequest> = {}) =>
  client.call<Body>(`/v1/payment-sessions/${id}/card-read`, { body: { ...read, ...changes }, key: clientSecret });

interface LedgerPayment {
  readonly transactionId: string;
  readonly device?: object;
}

const control = async (sandbox: Sandbox, method: string, path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return answer.json();
};
const payments = async (sandbox: Sandbox) => ((await control(sandbox, 'GET', 'ledger')) as { payments: readonly LedgerPayment[] }).payments;

const responseCodeOf = (emvResponse: string | undefined) =>
  Buffer.from(findValue(decodeEmvResponse(emvResponse ?? '').objects, '8A') ?? new Uint8Array()).toString();

async function stage(choices: Parameters<typeof startTestBroker>[1] = {}) {
  const instamed = await startInstaMed();
  const broker = await startTestBroker(instamed.url, { intervalMs, ...choices });
  return { instamed, broker, client: broker.client };
}

describe('a card read', () => {
  it.each(['nvp', 'saml'] as const)('pays the session, signed on by %s, and its receipt names the reader', async (sso) => {
    const { instamed, client } = await stage();
    const session = await client.create({ sso });
    const { status, body } = await pay(client, session);
    expect([status, body.session.status, body.session.outcome?.approvedAmount?.value]).toEqual([200, 'approved', '125.00']);
    expect(responseCodeOf(body.emvResponse)).toBe('00');
    const receipt = await client.call<Receipt>(`/v1/payment-sessions/${session.id}/receipt`);
    expect(receipt.body).toMatchObject({ device, card: { lastFour: '9619', entryMode: 'Chip' }, emv: { applicationName: 'VISA CREDIT' } });
    expect(await payments(instamed)).toMatchObject([{ transactionId: body.session.outcome?.transactionId, device }]);
  });

  it('is declined by the transaction status, and the card is told', async () => {
    const { client } = await stage();
    const { body } = await pay(client, await client.create({ amount: { value: '20.05', currency: 'USD' } }));
    expect([body.session.status, responseCodeOf(body.emvResponse)]).toEqual(['declined', '05']);
  });

  it('pays a part where that is allowed', async () => {
    const { client } = await stage();
    const session = await client.create({ amount: { value: '99.10', currency: 'USD' }, options: { allowPartialApproval: true } });
    const { body } = await pay(client, session);
    expect(body.session.outcome).toMatchObject({ status: 'partially_approved', balanceDue: { value: '0.10' } });
  });

  it.each(['sale-answer-lost', 'sale-truncated'])(
    'whose answer is lost (%s) is found by its receipt, and never sent again',
    async (fault) => {
      const { instamed, client } = await stage({ answerTimeoutMs: 2500 });
      const session = await client.create();
      await control(instamed, 'PUT', 'faults', { [fault]: 1 });
      const { body } = await pay(client, session);
      expect(body.session.status).toBe('confirming');
      expect(body).not.toHaveProperty('emvResponse');
      const again = await pay<{ error: { code: string } }>(client, session);
      expect([again.status, again.body.error.code]).toEqual([409, 'ERR_PAYMENT_UNRESOLVED']);
      const { body: found } = await client.call<PaymentSessionView>(`/v1/payment-sessions/${session.id}/check`, { body: {} });
      expect(found.status).toBe('approved');
      expect(await payments(instamed)).toHaveLength(1);
    },
  );

  it.each(['sale-500', 'sale-timeout'])(
    'that came to nothing (%s) is in doubt: it is neither sent again nor called unpaid',
    async (fault) => {
      const { instamed, client } = await stage({ answerTimeoutMs: 2500 });
      const session = await client.create();
      await control(instamed, 'PUT', 'faults', { [fault]: 1 });
      await pay(client, session);
      const { body } = await client.call<PaymentSessionView>(`/v1/payment-sessions/${session.id}/check`, { body: {} });
      expect(body.status).toBe('confirming');
      const launch = await client.call(`/v1/payment-sessions/${session.id}/launch`, { body: {} });
      expect(launch.body.error.code).toBe('ERR_PAYMENT_UNRESOLVED');
      expect(await payments(instamed)).toHaveLength(0);
    },
  );

  it('that InstaMed answers with an error though it is sold is not read again: its receipt is looked for', async () => {
    const { instamed, client } = await stage();
    const session = await client.create();
    await control(instamed, 'PUT', 'faults', { 'sale-error-after': 1 });
    expect((await pay(client, session)).body.session.status).toBe('confirming');
    expect((await pay<{ error: { code: string } }>(client, session)).body.error.code).toBe('ERR_PAYMENT_UNRESOLVED');
    const { body: found } = await client.call<PaymentSessionView>(`/v1/payment-sessions/${session.id}/check`, { body: {} });
    expect(found.status).toBe('approved');
    expect(await payments(instamed)).toHaveLength(1);
  });

  it('survives a broker that ends before the answer is known', async () => {
    const { instamed, broker, client } = await stage({ answerTimeoutMs: 2500 });
    const session = await client.create();
    await control(instamed, 'PUT', 'faults', { 'sale-answer-lost': 1 });
    await pay(client, session);
    const { client: next } = await broker.restart();
    const { body } = await next.call<PaymentSessionView>(`/v1/payment-sessions/${session.id}/check`, { body: {} });
    expect(body.status).toBe('approved');
    expect(await payments(instamed)).toHaveLength(1);
  });

  it('that InstaMed refuses takes nothing, and the card may be read again on the same sign-on', async () => {
    const { instamed, client } = await stage();
    const session = await client.create();
    await control(instamed, 'PUT', 'switches', { basicUser: 'before-at' });
    const refused = await pay<{ error: { code: string } }>(client, session);
    expect([refused.status, refused.body.error.code]).toEqual([502, 'ERR_CARD_SALE_REFUSED']);
    expect((await client.read(session.id)).status).toBe('open');
    await control(instamed, 'PUT', 'switches', { basicUser: 'either' });
    expect((await pay(client, session)).body.session.status).toBe('approved');
    const { payments: made, tokens } = (await control(instamed, 'GET', 'ledger')) as { payments: unknown[]; tokens: unknown[] };
    expect([made.length, tokens.length]).toEqual([1, 1]);
  });

  it('that InstaMed refuses leaves its page to be opened, and paid on by another tender', async () => {
    const { instamed, client } = await stage();
    const session = await client.create({ device, screen: 'simple-collect' });
    await control(instamed, 'PUT', 'switches', { basicUser: 'before-at' });
    await pay(client, session);
    await control(instamed, 'PUT', 'switches', { basicUser: 'either' });
    const launch = await client.launch(session);
    expect(launch.reused).toBe(true);
    const again = await pay<{ error: { code: string } }>(client, session);
    expect([again.status, again.body.error.code]).toEqual([409, 'ERR_LAUNCH_IN_PROGRESS']);
    await onScreen(instamed, launch, 'pay', { tender: 'cash' });
    const { body } = await client.call<PaymentSessionView>(`/v1/payment-sessions/${session.id}/check`, { body: {} });
    expect(body.status).toBe('approved');
    const receipt = await client.call<Receipt>(`/v1/payment-sessions/${session.id}/receipt`);
    expect(receipt.body).toMatchObject({ tender: 'cash' });
    expect(receipt.body).not.toHaveProperty('device');
    const { payments: made, tokens } = (await control(instamed, 'GET', 'ledger')) as { payments: unknown[]; tokens: unknown[] };
    expect([made.length, tokens.length]).toEqual([1, 1]);
  });

  it('that is declined stands in the way of no other tender: the next session opens InstaMed’s page at once', async () => {
    const { instamed, client } = await stage({ duplicateGuard: 'default' });
    const due = { invoice: 'INV-1', amount: { value: '20.05', currency: 'USD' } } as const;
    const first = await pay(client, await client.create(due));
    expect(first.body.session).toMatchObject({ status: 'declined', outcome: { final: true } });
    const next = await client.create(due);
    await onScreen(instamed, await client.launch(next), 'pay', { tender: 'cash' });
    const { body } = await client.call<PaymentSessionView>(`/v1/payment-sessions/${next.id}/check`, { body: {} });
    expect(body.status).toBe('approved');
    expect(await payments(instamed)).toMatchObject([{ approvedCents: 0 }, { approvedCents: 2_005 }]);
  });

  it.each([
    ['a track in the clear', Buffer.from(';4111111111111111=30121010000012345678?').toString('hex'), 'ERR_CARD_READ_CLEAR'],
    ['noise', 'A5A5A5A5', 'ERR_CARD_READ_UNREADABLE'],
    ['half a byte', 'A5A', 'ERR_CARD_READ_UNREADABLE'],
  ])('of %s is refused before anybody is asked, and is nowhere', async (_, data, code) => {
    const { instamed, broker, client } = await stage();
    const session = await client.create();
    const { status, body } = await pay<{ error: { code: string } }>(client, session, { data });
    expect([status, body.error.code]).toEqual([400, code]);
    expect((await client.read(session.id)).status).toBe('created');
    expect(await payments(instamed)).toHaveLength(0);
    expect(broker.log.join('\n')).not.toContain(data);
    expect(broker.log.join('\n')).not.toContain('4111111111111111');
  });

  it('of an encrypted card is in no log and in no stored session', async () => {
    const { broker, client } = await stage();
    const session = await client.create();
    await pay(client, session);
    const log = broker.log.join('\n');
    for (const secret of [read.data, read.data.slice(100, 200), 'BENTOW']) expect(log).not.toContain(secret);
    expect(JSON.stringify(await client.read(session.id))).not.toContain(read.data.slice(100, 200));
  });

  it('is not taken while a page of InstaMed is open, nor is a page given while it is', async () => {
    const { client } = await stage();
    const session = await client.create();
    await client.launch(session);
    const { status, body } = await pay<{ error: { code: string } }>(client, session);
    expect([status, body.error.code]).toEqual([409, 'ERR_LAUNCH_IN_PROGRESS']);
  });

  it('asked for again under its key gets the same answer, and is sold once', async () => {
    const { instamed, client } = await stage();
    const { id, clientSecret } = await client.create();
    const ask = () =>
      client.call<CardReadResult>(`/v1/payment-sessions/${id}/card-read`, {
        body: read,
        key: clientSecret,
        headers: { 'idempotency-key': 'once' },
      });
    const [first, second] = [await ask(), await ask()];
    expect(second.body).toEqual(first.body);
    expect(await payments(instamed)).toHaveLength(1);
  });
});
