import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CreatedPaymentSession, Launch, PaymentSessionView } from '@collect-payment/contract';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../../src/stack.ts';
import { codeIn } from './guide.ts';

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly content: Buffer }[];
}

type MailReceipt = (rawBody: string, headers: Readonly<Record<string, string>>, own: object) => Promise<void>;

const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`;
let stack: Stack;
let folder: string;
let mailReceipt: MailReceipt;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'receipt-mail-'));
  stack = await startStack({ folder, ports: { demo: 0, broker: 0, sandbox: 0 }, instamedWebhooks: false });
  const file = join(folder, 'mail-receipt.mjs');
  writeFileSync(file, codeIn('receipt-mail', 'js'));
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  ({ mailReceipt } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { mailReceipt: MailReceipt });
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

async function call<Answer>(path: string, key: string, body: object, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...more };
  const answer = await fetch(path.startsWith('/v1') ? stack.broker + path : path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** A session that somebody has paid, or tried to: amounts that end in 5 cents are declined. */
async function settledSession(value: string): Promise<PaymentSessionView> {
  const terms = { screen: 'simple-collect', amount: { value, currency: 'USD' }, patient: { id: `P-${value}`, firstName: 'Ada' } };
  const session = await call<CreatedPaymentSession>('/v1/payment-sessions', stack.secretKey, { ...terms, metadata: { order: '4711' } });
  const path = `/v1/payment-sessions/${session.id}`;
  const { url } = await call<Launch>(`${path}/launch`, session.clientSecret, {}, { origin: stack.demo });
  await call(`${stack.sandbox}/sandbox/tokens/${new URL(url).searchParams.get('token')}/pay`, '', {});
  let view = await call<PaymentSessionView>(`${path}/check`, stack.secretKey, {});
  while (view.outcome === undefined) view = await call<PaymentSessionView>(`${path}/check`, stack.secretKey, {});
  return view;
}

/** What the sample does when it is told of the session, and the mails that it sends. */
async function tell(sessionId: string, { type = 'payment.settled', secret = webhookSecret, language = 'en', wanted = true } = {}) {
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data: { sessionId, status: 'approved', sequence: 6 } });
  const [id, at] = [`msg_${randomUUID()}`, new Date()];
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  const mails: Mail[] = [];
  await mailReceipt(body, headers, {
    broker: stack.broker,
    secretKey: stack.secretKey,
    webhookSecret,
    recipientOf: async ({ metadata }: PaymentSessionView) =>
      wanted && metadata?.['order'] === '4711' ? { address: 'ada@patient.example', language } : undefined,
    sendMail: async (mail: Mail) => void mails.push(mail),
  });
  return mails;
}

describe('the guide to a receipt by e-mail', { timeout: 60_000 }, () => {
  it.each(['payment.settled', 'payment.completed_late'])('sends the receipt of a payment as a PDF, told by %s', async (type) => {
    const { id } = await settledSession(type === 'payment.settled' ? '125.00' : '126.00');
    const [mail, ...others] = await tell(id, { type });
    expect(others).toEqual([]);
    expect([mail?.to, mail?.attachments.map(({ filename, contentType }) => [filename, contentType])]).toEqual([
      'ada@patient.example',
      [['receipt.pdf', 'application/pdf']],
    ]);
    expect(mail?.attachments[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');
    expect(mail?.subject).not.toMatch(/Ada|12[56]/);
  });

  it('sends nothing to nobody, nothing of a declined payment and nothing of other news', async () => {
    const paid = await settledSession('127.00');
    expect(await tell(paid.id, { wanted: false })).toEqual([]);
    expect(await tell(paid.id, { type: 'payment.expired' })).toEqual([]);
    const declined = await settledSession('20.05');
    expect(declined.status).toBe('declined');
    expect(await tell(declined.id)).toEqual([]);
  });

  it('believes no webhook that is signed by another, and has one come again whose receipt cannot be had', async () => {
    const { id } = await settledSession('128.00');
    await expect(tell(id, { secret: `whsec_${randomBytes(32).toString('base64')}` })).rejects.toThrow(/signature/i);
    await expect(tell('ps_0000000000000000000000')).rejects.toThrow('session: 404');
  });
});
