import type { ErrorBody, ReceiptPage } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { readAudit } from '../support/audited.ts';
import type { BrokerChoices } from '../support/broker-json.ts';
import { makeDirectory } from '../support/directory.ts';
import { paid } from '../support/paid-payment.ts';

const address = '/providers/Form/PatientPayments/SandboxReceipt';

async function world(choices: BrokerChoices = { receiptScreen: { address } }, directory?: string) {
  const payment = await paid(choices, {}, {}, directory);
  const open = (body: object = {}, path = payment.path) => payment.client.call<ReceiptPage & ErrorBody>(`${path}/receipt-page`, { body });
  return { ...payment, open };
}

describe('InstaMed’s own receipt of a payment', { timeout: 120_000 }, () => {
  it('opens by single sign-on, for the clerk who asked', async () => {
    const { open, instamed, transactionId } = await world();
    const { status, body } = await open({ requestedBy: 'clerk-7' });
    expect(status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual(['tokenExpiresAt', 'url']);
    const page = await (await fetch(body.url)).text();
    expect(page).toContain(transactionId);
    expect(page).toContain('Paid $125.00');
    const launch = [...instamed.ledger.launches.values()][1];
    expect(launch).toMatchObject({ sso: 'saml', screen: 'receipt', about: transactionId, parameters: { userId: 'clerk-7' } });
    expect(launch?.parameters.requestedCents).toBeUndefined();
  });

  it('names the payment as the setting says', async () => {
    const { open, instamed, transactionId } = await world({
      receiptScreen: { address, parameter: 'primaryTransactionID', carriedBy: 'field' },
    });
    expect((await open()).status).toBe(200);
    expect([...instamed.ledger.launches.values()][1]?.parameters).toMatchObject({
      relayState: instamed.url + address,
      primaryTransactionId: transactionId,
    });
  });

  it('changes nothing of the payment, and shows what was done to it', async () => {
    const { open, read, post } = await world();
    const before = await read();
    await open();
    expect(await read()).toEqual(before);
    await post('refund', { amount: { value: '25.00', currency: 'USD' } });
    expect(await (await fetch((await open()).body.url)).text()).toContain('$25.00');
  });

  it('is refused while nobody has said where it is', async () => {
    const { open, instamed } = await world({});
    const { status, body } = await open();
    expect([status, body.error.code]).toEqual([409, 'ERR_RECEIPT_SCREEN_NOT_CONFIGURED']);
    expect([...instamed.ledger.launches.values()]).toHaveLength(1);
  });

  it.each([
    ['sso-500', 502, 'ERR_UPSTREAM_ERROR'],
    ['sso-no-header', 502, 'ERR_UPSTREAM_MALFORMED'],
  ] as const)('is no page after %s, and a page when it is asked for again', async (fault, status, code) => {
    const { open, instamed } = await world();
    instamed.faults.arm(fault, { count: 1 });
    const refused = await open();
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
    expect((await open()).status).toBe(200);
  });

  it('is on record before it is opened, with the clerk by a keyed hash', async () => {
    const directory = makeDirectory();
    const { open, broker, session, transactionId, instamed } = await world({ receiptScreen: { address } }, directory);
    instamed.faults.arm('sso-500', { count: 1 });
    await open({ requestedBy: 'clerk-7' });
    await broker.close();
    const rows = (await readAudit(directory)).rows.filter(({ event }) => event.type === 'receipt_page_opened');
    expect(rows).toMatchObject([{ actor: { type: 'host' }, event: { sessionId: session.id, transactionId } }]);
    expect(JSON.stringify(rows)).not.toContain('clerk-7');
    expect(rows[0]?.staff).toBeDefined();
  });

  it.each([
    [{ requestedBy: '4111111111111111' }, 'ERR_TEXT_CARD_NUMBER'],
    [{ requestedBy: '\uD800' }, 'ERR_TEXT_NOT_UNICODE'],
    [{ requestedBy: '' }, 'ERR_TEXT_EMPTY'],
    [{ amount: '1.00' }, 'ERR_FIELD_UNKNOWN'],
  ])('is not asked for with %j', async (body, code) => {
    const { open } = await world();
    expect((await open(body)).body.error.code).toBe(code);
  });
});
