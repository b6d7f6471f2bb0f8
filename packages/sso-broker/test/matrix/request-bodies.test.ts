import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ErrorBody } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { sendRaw, type RawReply } from '../hostile/raw.ts';
import { startTestBroker } from '../support/broker.ts';
import { terms } from '../support/client.ts';
import { hostKey, secrets } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';
import { basic, basicInbound, inboundPath, notification } from '../support/inbound.ts';

interface Door {
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
}

const create: Door = { path: '/v1/payment-sessions', authorization: `Bearer ${hostKey}`, body: JSON.stringify(terms) };
const webhook: Door = { path: inboundPath, authorization: basic(secrets.inboundPassword), body: notification().body };

async function world() {
  const directory = makeDirectory();
  const broker = await startTestBroker('http://127.0.0.1:9', { inbound: basicInbound }, directory);
  const stored = async (): Promise<unknown> => {
    await broker.close();
    using database = new DatabaseSync(join(directory, 'broker.sqlite'));
    return database
      .prepare(
        'SELECT (SELECT count(*) FROM sessions) AS sessions, (SELECT count(*) FROM effects) AS effects, (SELECT count(*) FROM inbox) AS inbox',
      )
      .get();
  };
  return { broker, stored };
}

const nothing = { sessions: 0, effects: 0, inbox: 0 };

/** A request in bytes, its body cut after `sent` of them and promised whole. */
function requestOf({ path, authorization, body }: Door, contentType = 'application/json', bytes = Buffer.from(body), sent = bytes.length) {
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: broker.test',
    'connection: close',
    `authorization: ${authorization}`,
    `content-type: ${contentType}`,
    `content-length: ${bytes.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes.subarray(0, sent)]);
}

/** Sends all of the body but its end, and waits; what it returns hangs up. */
async function sendSlowly(url: string, door: Door): Promise<() => void> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise<void>((resolve) => socket.write(requestOf(door, undefined, undefined, door.body.length - 1), () => resolve()));
  return () => socket.resetAndDestroy();
}

async function storedOfWhatIsCut(door: Door): Promise<unknown> {
  const { broker, stored } = await world();
  for (const sent of [0, 1, Math.floor(door.body.length / 2), door.body.length - 1]) {
    const reply = await sendRaw(broker.url, requestOf(door, undefined, undefined, sent));
    expect([sent, reply.status, codeOf(reply)]).toEqual([sent, 400, 'ERR_REQUEST_MALFORMED']);
  }
  const hangUp = await sendSlowly(broker.url, door);
  expect((await broker.client.call('/readyz', { key: '' })).status).toBe(200);
  hangUp();
  return stored();
}

const codeOf = ({ body }: RawReply): string => (JSON.parse(body) as ErrorBody).error.code;

async function storedOfWhatIsGarbled(
  door: Door,
  bodies: readonly (readonly [contentType: string, body: Uint8Array, code: string])[],
): Promise<unknown> {
  const { broker, stored } = await world();
  for (const [contentType, body, code] of bodies) {
    const reply = await sendRaw(broker.url, requestOf(door, contentType, Buffer.from(body)));
    expect([contentType, body.toString(), codeOf(reply)]).toEqual([contentType, body.toString(), code]);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
  }
  expect(broker.log.join('')).not.toMatch(/internal_error|"level":"(error|fatal)"/);
  return stored();
}

const json = 'application/json';
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const named = JSON.stringify({ ...terms, patient: { id: 'P-1', firstName: 'Zoë' } });

describe('a body that does not come as it should', { timeout: 30_000 }, () => {
  it('B0 × f5: a create request that is cut short, or never finished, stores nothing', async () => {
    expect(await storedOfWhatIsCut(create)).toEqual(nothing);
  });

  it('B15 × f5: a webhook of InstaMed’s that is cut short, or never finished, stores nothing', async () => {
    expect(await storedOfWhatIsCut(webhook)).toEqual(nothing);
  });

  it('B0 × f6: a create request of garbage, in a wrong charset or with a field twice is refused, and stores nothing', async () => {
    const stored = await storedOfWhatIsGarbled(create, [
      [json, latin1('\u0000\u00ff\u00fe{]'), 'ERR_BODY_NOT_JSON'],
      [json, latin1(create.body.slice(0, -1)), 'ERR_BODY_NOT_JSON'],
      [json, Buffer.from(create.body, 'utf16le'), 'ERR_BODY_NOT_JSON'],
      [json, latin1(named), 'ERR_BODY_NOT_JSON'],
      [json, latin1(create.body.replace('{', '{"screen":"quick-pay",')), 'ERR_BODY_AMBIGUOUS'],
      [json, latin1(create.body.replace('"value"', '"v\\u0061lue":"1.00","value"')), 'ERR_BODY_AMBIGUOUS'],
      ['application/x-www-form-urlencoded', latin1('screen=simple-collect'), 'ERR_MEDIA_TYPE_UNSUPPORTED'],
    ]);
    expect(stored).toEqual(nothing);
  });

  it('B15 × f6: a webhook of InstaMed’s of garbage, in a wrong charset or with a field twice is refused, and stores nothing', async () => {
    const stored = await storedOfWhatIsGarbled(webhook, [
      [json, latin1('\u0000\u00ff\u00fe{]'), 'ERR_WEBHOOK_UNREADABLE'],
      [json, latin1(webhook.body.slice(0, -1)), 'ERR_WEBHOOK_UNREADABLE'],
      [json, Buffer.from(webhook.body, 'utf16le'), 'ERR_WEBHOOK_UNREADABLE'],
      [json, latin1(notification({ PatientFirstName: 'Zoë' }).body), 'ERR_WEBHOOK_UNREADABLE'],
      [json, latin1(webhook.body.replace('{', '{"CurrentTransactionStatusCode":"V",')), 'ERR_WEBHOOK_UNREADABLE'],
      ['text/xml', latin1('<PaymentTransaction><PaymentTransactionID>1</Payment'), 'ERR_WEBHOOK_UNREADABLE'],
      ['application/x-www-form-urlencoded', latin1(`${notification({}, 'nvp').body}&TransactionAction=Void`), 'ERR_WEBHOOK_UNREADABLE'],
      ['text/plain', latin1(webhook.body), 'ERR_MEDIA_TYPE_UNSUPPORTED'],
    ]);
    expect(stored).toEqual(nothing);
  });
});
