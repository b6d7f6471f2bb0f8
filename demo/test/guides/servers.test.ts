import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatedPaymentSession, Launch, PaymentSessionView } from '@collect-payment/contract';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../../src/stack.ts';
import { codeIn } from './guide.ts';
import { bodyOf, due } from './sample-request.ts';
import { runtimes, startSample, type SampleServer } from './sample-servers.ts';

const samples = [
  ['node', 'js'],
  ['python', 'python'],
  ['php', 'php'],
  ['java', 'java'],
  ['dotnet', 'csharp'],
] as const;
const here = runtimes.filter(({ isHere }) => isHere());
const missing = runtimes.filter((runtime) => !here.includes(runtime)).map(({ guide }) => guide);

let stack: Stack;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guides-'));
  stack = await startStack({ folder, ports: { demo: 0, broker: 0, sandbox: 0 }, instamedWebhooks: false });
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

async function call<Answer>(path: string, key: string, body?: unknown, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...more };
  const method = body === undefined ? 'GET' : 'POST';
  const answer = await fetch(stack.broker + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

describe.each(samples)('the server of the guide for %s', (guide, fence) => {
  const code = codeIn(guide, fence);

  it('sends what a real broker takes, and is answered with id and client secret', async () => {
    const values = { ...due, invoice: `INV-${guide}-text` };
    const body = bodyOf[fence]!(code, values);
    const created = await call<CreatedPaymentSession>('/v1/payment-sessions', stack.secretKey, body, { 'idempotency-key': randomUUID() });
    expect(created).toMatchObject({ status: 'created', amount: { value: '125.00', currency: 'USD' }, screen: 'simple-collect' });
    expect(created.clientSecret).toMatch(/^cs_/);
    expect(body).toMatchObject({ patient: { id: values.patientId }, invoice: values.invoice });
    for (const value of Object.values(due)) expect(code).toContain(value);
  });

  it('has the key from its environment, names the call and its headers, and compares signatures in constant time', () => {
    expect(code).not.toMatch(/\b(sk_|cs_|whsec_\w)/);
    for (const name of ['SECRET_KEY', 'WEBHOOK_SECRET', 'BROKER']) expect(code).toContain(name);
    expect(code).toContain('/v1/payment-sessions');
    expect(code).toMatch(/Authorization.+Bearer/);
    expect(code).toContain('Idempotency-Key');
    expect(code).toMatch(/application\/json|JsonContent/);
    expect(code).toMatch(/standardwebhooks|compare_digest|hash_equals|MessageDigest\.isEqual|FixedTimeEquals/);
    for (const type of ['payment.settled', 'payment.completed_late']) expect(code).toContain(type);
  });
});

const settled = (sessionId: string, type = 'payment.settled') =>
  JSON.stringify({
    type,
    timestamp: new Date().toISOString(),
    data: { sessionId, status: 'approved', sequence: 6, final: true, late: false },
  });
const minutes = (count: number) => new Date(Date.now() + count * 60_000);

async function paidSession(server: SampleServer): Promise<CreatedPaymentSession> {
  const answer = await fetch(`${server.url}/api/collect`, { method: 'POST' });
  const session = (await answer.json()) as CreatedPaymentSession;
  const action = (name: string) => `/v1/payment-sessions/${session.id}/${name}`;
  const { url } = await call<Launch>(action('launch'), session.clientSecret, {}, { origin: stack.demo });
  await fetch(`${stack.sandbox}/sandbox/tokens/${new URL(url).searchParams.get('token')}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  let status: string | undefined;
  while (status !== 'approved') ({ status } = await call<PaymentSessionView>(action('check'), stack.secretKey, {}));
  return session;
}

describe.each(here)(
  `the server of the guide for $guide, run${missing.length > 0 ? ` (not here: ${missing.join(', ')})` : ''}`,
  (runtime) => {
    const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`;
    let server: SampleServer;
    beforeAll(async () => {
      const code = codeIn(runtime.guide, runtime.fence).replace(due.invoice, `INV-${runtime.guide}`);
      server = await startSample(runtime, code, { BROKER: stack.broker, SECRET_KEY: stack.secretKey, WEBHOOK_SECRET: webhookSecret });
    });
    afterAll(() => server.stop());

    async function tell(body: string, headers: Readonly<Record<string, string>>): Promise<number> {
      const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
      return (await fetch(`${server.url}/webhooks/collect-payment`, init)).status;
    }
    function signed(body: string, at = new Date(), secret = webhookSecret): Record<string, string> {
      const id = `msg_${randomUUID()}`;
      const timestamp = `${Math.floor(at.getTime() / 1000)}`;
      return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': new Webhook(secret).sign(id, at, body) };
    }

    it('creates a session, gives the same one to a page that is reloaded, and answers nothing else', async () => {
      const collect = async () =>
        fetch(`${server.url}/api/collect`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
      const first = await collect();
      const session = (await first.json()) as CreatedPaymentSession;
      const again = (await (await collect()).json()) as CreatedPaymentSession;
      expect(first.status).toBe(201);
      expect(again).toMatchObject({ id: session.id, clientSecret: session.clientSecret, joined: true });
      expect(JSON.stringify(session)).not.toContain(stack.secretKey);
      expect((await fetch(`${server.url}/elsewhere`)).status).toBe(404);
    });

    it('books what the broker says of a paid session, told by either type of webhook', async () => {
      const { id } = await paidSession(server);
      for (const type of ['payment.settled', 'payment.completed_late']) {
        const body = settled(id, type);
        expect(await tell(body, signed(body))).toBe(204);
      }
      const booked = () => server.said.filter((line) => line.includes(`booked ${id} 125.00`));
      await expect.poll(() => booked().length).toBe(2);
      const other = settled(id, 'payment.expired');
      expect(await tell(other, signed(other))).toBe(204);
      const older = signed(other);
      older['webhook-signature'] = `v1,${randomBytes(32).toString('base64')} ${older['webhook-signature']}`;
      expect(await tell(other, older)).toBe(204);
      expect(booked()).toHaveLength(2);
    });

    it('refuses what is changed, unsigned, signed by another, old or of the future', async () => {
      const body = settled('ps_unknown');
      const headers = signed(body);
      expect(await tell(body.replace('ps_unknown', 'ps_another'), headers)).toBe(401);
      expect(await tell(body, {})).toBe(401);
      expect(await tell(body, { ...headers, 'webhook-signature': 'v1,' })).toBe(401);
      expect(await tell(body, { ...headers, 'webhook-id': 'msg_another' })).toBe(401);
      expect(await tell(body, { ...headers, 'webhook-timestamp': 'now' })).toBe(401);
      expect(await tell(body, signed(body, minutes(-6)))).toBe(401);
      expect(await tell(body, signed(body, minutes(6)))).toBe(401);
      expect(await tell(body, signed(body, new Date(), `whsec_${randomBytes(32).toString('base64')}`))).toBe(401);
    });

    it('asks to be told again when the broker does not know the session', async () => {
      const body = settled('ps_4Wq0e1s9mBvTz8L2nKcY5A');
      expect(await tell(body, signed(body))).toBe(500);
    });
  },
);
