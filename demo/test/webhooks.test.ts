import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Launch } from '@collect-payment/contract';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startStack, type Stack } from '../src/stack.ts';

interface Account {
  readonly id: string;
  readonly balance: string;
  readonly payments: readonly unknown[];
}

async function post<Answer>(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${new URL(url).pathname}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** Polls an hour apart: what becomes known within the test came by webhooks. */
async function stackWithoutPolls(): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
  const stack = await startStack({ folder, ports: { demo: 0, broker: 0, sandbox: 0 }, pollIntervalMs: 900_000 });
  onTestFinished(async () => {
    await stack.stop();
    rmSync(folder, { recursive: true });
  });
  return stack;
}

/** The list books nothing by itself. */
async function accountOf({ demo }: Stack, id: string): Promise<Account | undefined> {
  const accounts = (await (await fetch(`${demo}/api/accounts`)).json()) as readonly Account[];
  return accounts.find((account) => account.id === id);
}

describe('the clinic’s server', () => {
  it('books a payment by webhooks alone, when no page is left to ask', { timeout: 30_000 }, async () => {
    const stack = await stackWithoutPolls();
    const session = await post<{ id: string; clientSecret: string }>(`${stack.demo}/api/accounts/alvarez/collect`, {});
    const authorization = `Bearer ${session.clientSecret}`;
    const { url } = await post<Launch>(
      `${stack.broker}/v1/payment-sessions/${session.id}/launch`,
      {},
      { authorization, origin: stack.demo },
    );
    await post(`${stack.sandbox}/sandbox/tokens/${new URL(url).searchParams.get('token')}/pay`, {});
    let account = await accountOf(stack, 'alvarez');
    while (account?.payments.length === 0) account = await accountOf(stack, 'alvarez');
    expect(account).toMatchObject({ balance: '0.00', payments: [{ amount: '125.00', late: false }] });
  });

  it('books nothing for a webhook that the broker did not sign', { timeout: 30_000 }, async () => {
    const stack = await stackWithoutPolls();
    const answer = await fetch(`${stack.demo}/webhooks/collect-payment`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'evt_1',
        'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
        'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
      },
      body: '{"type":"payment.settled","data":{"sessionId":"ps_1"}}',
    });
    expect(answer.status).toBe(401);
  });
});
