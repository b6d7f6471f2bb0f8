import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Launch, PaymentSessionView } from '@collect-payment/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAccounts, type Account } from '../src/host/accounts.ts';
import { Collector, type Choice, type Credentials, type InTheWay } from '../src/host/collect.ts';
import { startStack, type Stack } from '../src/stack.ts';

const choice: Choice = { screen: 'simple-collect', sso: 'saml' };
let stack: Stack;
let folder: string;
let collector: Collector;
let account: Account;
let batches = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'collect-'));
  stack = await startStack({ folder, ports: { demo: 0, broker: 0, sandbox: 0 } });
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  collector = new Collector(stack);
  account = openAccounts(`T${(batches += 1)}`).get('alvarez')!;
});

async function post<Answer>(url: string, key = stack.secretKey): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${key}`,
    ...(key.startsWith('cs_') && { origin: stack.demo }),
  };
  const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
  if (!answer.ok) throw new Error(`${new URL(url).pathname}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

const at = ({ id }: Credentials, action: string) => `${stack.broker}/v1/payment-sessions/${id}/${action}`;
const launch = async (session: Credentials) => (await post<Launch>(at(session, 'launch'), session.clientSecret)).url;
async function signOns(): Promise<readonly { readonly device?: object }[]> {
  const answer = await fetch(`${stack.sandbox}/sandbox/ledger`);
  return ((await answer.json()) as { tokens: readonly { device?: object }[] }).tokens;
}
const cancel = (session: Credentials) => post(at(session, 'cancel'), session.clientSecret);

async function pay(session: Credentials, url: string): Promise<void> {
  await post(`${stack.sandbox}/sandbox/tokens/${new URL(url).searchParams.get('token')}/pay`);
  let view: PaymentSessionView | undefined;
  while (view?.status !== 'approved') view = await post<PaymentSessionView>(at(session, 'check'));
}

async function opened(wish = {}): Promise<Credentials> {
  const session = await collector.open(account, choice, wish);
  if (session === undefined || 'inTheWay' in session) throw new Error(JSON.stringify(session));
  return session;
}

describe('the clinic’s server, asked for a payment', () => {
  it('gives the payment that is under way, whoever asks and however often', async () => {
    const [one, other] = await Promise.all([opened(), opened()]);
    await launch(one);
    expect([other, await opened()]).toEqual([one, one]);
  });

  it('names the reader at the desk for Simple Collect, and for no other screen', async () => {
    const device = { name: 'DynaFlex', serialNumber: 'B5A1F2C', firmwareVersion: '1.0.7' };
    const named = (await collector.open(account, { ...choice, device }, {})) as Credentials;
    await launch(named);
    expect((await signOns()).at(-1)).toMatchObject({ screen: 'simple-collect', device });
    account = openAccounts('standard').get('alvarez')!;
    await launch((await collector.open(account, { ...choice, screen: 'standard-collect', device }, {})) as Credentials);
    expect((await signOns()).at(-1)).not.toHaveProperty('device');
  });

  it('replaces a page on other terms that nobody opened', async () => {
    const first = await opened();
    const other = await collector.open(account, { ...choice, screen: 'standard-collect' }, {});
    expect(other).toEqual({ id: expect.stringMatching(/^ps_/) as string, clientSecret: expect.stringMatching(/^cs_/) as string });
    expect(other).not.toEqual(first);
  });

  it('says that a canceled page may still be paid, and pays beside it when the person wants to', async () => {
    const first = await opened();
    await launch(first);
    await cancel(first);
    expect(await collector.open(account, choice, {})).toMatchObject({ inTheWay: 'may-still-be-paid', amount: '125.00', earlier: first });
    const second = await opened({ despite: 'may-still-be-paid' });
    expect(second.id).not.toBe(first.id);
    // Said once more, it does not open a third: there is one to join.
    expect(await opened({ despite: 'may-still-be-paid' })).toEqual(second);
  });

  it('shows the payment again when nothing is due any more, even to whoever wanted a second one', async () => {
    const first = await opened();
    const url = await launch(first);
    await cancel(first);
    await pay(first, url);
    expect(await opened({ despite: 'may-still-be-paid' })).toEqual(first);
    expect(account.payments).toMatchObject([{ sessionId: first.id, cents: 125_00, late: true }]);
  });

  it('tells of a payment a short while ago before it takes another charge, whatever the person was told before', async () => {
    const first = await opened();
    await pay(first, await launch(first));
    account = { ...account, charges: [...account.charges, { date: '2026-10-20', text: 'Flu vaccination', cents: 20_00 }] };
    const told = (await collector.open(account, choice, { despite: 'may-still-be-paid' })) as InTheWay;
    expect(told).toMatchObject({ inTheWay: 'just-paid', amount: '125.00', earlier: first });
    expect((await opened({ despite: 'just-paid' })).id).not.toBe(first.id);
  });

  it('tells of a payment of another system, which is not its own to show', async () => {
    const first = await opened();
    await launch(first);
    await cancel(first);
    collector = new Collector(stack);
    const told = await collector.open(account, choice, {});
    expect(told).toMatchObject({ inTheWay: 'may-still-be-paid', amount: '125.00' });
    expect(told).not.toHaveProperty('earlier');
  });
});
