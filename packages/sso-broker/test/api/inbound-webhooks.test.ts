import type { AttentionList, ErrorBody, PaymentSessionStatus } from '@collect-payment/contract';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import { secrets } from '../support/credentials.ts';
import { basic, basicInbound, connectWebhooks, inboundPath, notification, post, tellOf } from '../support/inbound.ts';
import { onScreen, startInstaMed, tokenOf } from '../support/instamed.ts';

/** Polls so rarely that only a webhook can tell of a payment within the test. */
async function world(inbound: object = basicInbound) {
  const sandbox = await startInstaMed();
  const broker = await startTestBroker(sandbox.url, { inbound, intervalMs: 600_000 });
  return { sandbox, broker, client: broker.client };
}

const codeOf = async (answer: Response): Promise<[number, string]> => [answer.status, ((await answer.json()) as ErrorBody).error.code];

async function attentionOf({ client }: TestBroker, least: number) {
  for (;;) {
    const { data } = (await client.call<AttentionList>('/v1/attention')).body;
    if (data.length >= least) return data;
  }
}

describe('a webhook of InstaMed’s', { timeout: 30_000 }, () => {
  it.each(['json', 'xml', 'nvp'] as const)('in %s leads to the receipt, long before the next poll', async (format) => {
    const { sandbox, broker, client } = await world();
    await connectWebhooks(sandbox, broker, format);
    const session = await client.create();
    const launch = await client.launch(session);
    const events = await client.follow(session);
    await onScreen(sandbox, launch, 'pay');
    expect(await events.until('approved')).toMatchObject({ outcome: { approvedAmount: { value: '125.00' }, late: false } });
    await events.close();
    expect(broker.log.join('\n')).toContain('notice_followed');
  });

  it.each([
    ['cut-36', 'the token is cut to 36 characters'],
    ['none', 'only our session’s id tells whose it is'],
  ])('leads there when %s: %s', async (webhookToken) => {
    const { sandbox, broker, client } = await world();
    await connectWebhooks(sandbox, broker);
    sandbox.switches.set({ webhookToken });
    const session = await client.create();
    const launch = await client.launch(session);
    const events = await client.follow(session);
    await onScreen(sandbox, launch, 'pay');
    expect((await events.until('approved')).outcome?.late).toBe(false);
    await events.close();
  });

  it('is not believed: whatever it says, the receipt decides', async () => {
    const { sandbox, broker, client } = await world();
    const session = await client.create();
    const launch = await client.launch(session);
    const forged = { SingleSignOnToken: tokenOf(launch), AdditionalInfo5: session.id, Amount: '0.01' };
    for (const CurrentTransactionStatusCode of ['C', 'V', 'D', 'CB']) {
      expect((await post(broker, notification({ ...forged, CurrentTransactionStatusCode }))).status).toBe(200);
    }
    expect((await client.read(session.id)).status).toBe<PaymentSessionStatus>('open');
    const events = await client.follow(session);
    await connectWebhooks(sandbox, broker);
    await onScreen(sandbox, launch, 'pay');
    expect(await events.until('approved')).toMatchObject({ outcome: { approvedAmount: { value: '125.00' } } });
    await events.close();
  });

  it('is stored once, however often it comes', async () => {
    const { broker } = await world();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(broker)));
    const words = await Promise.all(answers.map((answer) => answer.json() as Promise<{ received: string }>));
    expect(words.filter(({ received }) => received === 'new')).toHaveLength(1);
    expect(words.filter(({ received }) => received === 'known')).toHaveLength(19);
  });

  it('about a payment plan is taken and left alone', async () => {
    const { broker } = await world();
    const answer = await post(broker, notification({ PaymentPlanTransactionType: 'Created' }));
    expect([answer.status, await answer.json()]).toEqual([200, { received: 'ignored' }]);
  });

  it('leaves nothing of the person behind', async () => {
    const { broker } = await world();
    await post(broker, notification({ PatientLastName: 'Personova' }));
    await broker.close();
    expect(broker.log.join('\n')).not.toMatch(/Sentinella|Personova/);
  });

  it('for a token that we never had is put before a person, once', async () => {
    const { broker, client } = await world();
    const session = await client.create();
    await client.launch(session);
    const orphan = { SingleSignOnToken: 'b3JwaGFuLXRva2Vu', AdditionalInfo5: session.id };
    await post(broker, notification(orphan));
    await post(broker, notification({ ...orphan, ResponseMessage: 'again' }));
    expect(await attentionOf(broker, 1)).toMatchObject([
      { sessionId: session.id, reason: 'orphan_payment', transactionId: 'f'.repeat(32) },
    ]);
    expect((await client.read(session.id)).status).toBe('open');
  });

  it('that a payment was returned is put before a person, and changes no outcome', async () => {
    const { sandbox, broker, client } = await world();
    await connectWebhooks(sandbox, broker);
    const session = await client.create();
    const launch = await client.launch(session);
    const events = await client.follow(session);
    await onScreen(sandbox, launch, 'pay');
    await events.until('approved');
    await events.close();
    await tellOf(sandbox, launch, { statusCode: 'CB' });
    expect(await attentionOf(broker, 1)).toMatchObject([{ reason: 'reversal_reported' }]);
    expect((await client.read(session.id)).status).toBe('approved');
  });

  it('that was stored and not followed is followed after a restart', async () => {
    const { sandbox, broker, client } = await world();
    const session = await client.create();
    const launch = await client.launch(session);
    await onScreen(sandbox, launch, 'pay');
    await post(broker, notification({ SingleSignOnToken: tokenOf(launch) }));
    const again = await broker.restart();
    const events = await again.client.follow(session);
    expect((await events.until('approved')).id).toBe(session.id);
    await events.close();
  });
});

describe('whoever sends it', { timeout: 30_000 }, () => {
  it('may use either of two live passwords', async () => {
    const { broker } = await world();
    for (const password of [secrets.inboundPassword, secrets.nextInboundPassword])
      expect((await post(broker, notification(), basic(password))).status).toBe(200);
  });

  it.each([
    ['no credential', ''],
    ['another password', basic('wrong')],
    ['another user', basic('sentinel-inbound-password', 'somebody')],
    ['another scheme', `Bearer ${secrets.inboundPassword}`],
    ['what is not Base64', 'Basic !!!'],
  ])('is refused with %s, and told how to do it', async (_, authorization) => {
    const { broker } = await world();
    const answer = await post(broker, notification(), authorization);
    expect(answer.headers.get('www-authenticate')).toContain('Basic');
    expect(await codeOf(answer)).toEqual([401, 'ERR_WEBHOOK_UNAUTHENTICATED']);
  });

  it('is refused from another address than those listed', async () => {
    const { broker } = await world({ ...basicInbound, sourceAddresses: ['216.177.67.4', '10.0.0.0/8'] });
    expect(await codeOf(await post(broker))).toEqual([403, 'ERR_WEBHOOK_SOURCE']);
    const local = await world({ ...basicInbound, sourceAddresses: ['127.0.0.0/8', '::1'] });
    expect((await post(local.broker)).status).toBe(200);
  });

  it.each(['hillside', 'nobody'])('is refused at %s, which takes no webhooks', async (tenant) => {
    const { broker } = await world();
    const answer = await post(broker, notification(), basic(secrets.inboundPassword), `/v1/webhooks/instamed/${tenant}`);
    expect(await codeOf(answer)).toEqual([404, 'ERR_WEBHOOK_NOT_CONFIGURED']);
  });

  it.each([
    [{ contentType: 'text/plain', body: 'x' }, 415, 'ERR_MEDIA_TYPE_UNSUPPORTED'],
    [{ contentType: 'application/json', body: '{' }, 400, 'ERR_WEBHOOK_UNREADABLE'],
    [{ contentType: 'application/json', body: '' }, 400, 'ERR_WEBHOOK_UNREADABLE'],
    [{ contentType: 'text/xml', body: '<!DOCTYPE a><a/>' }, 400, 'ERR_WEBHOOK_UNREADABLE'],
    [notification({ PaymentTransactionID: 'no' }), 400, 'ERR_WEBHOOK_UNREADABLE'],
    [{ contentType: 'application/json', body: JSON.stringify({ a: 'x'.repeat(70_000) }) }, 413, 'ERR_BODY_TOO_LARGE'],
  ])('is refused what cannot be read: %j', async (message, status, code) => {
    const { broker } = await world();
    expect(await codeOf(await post(broker, message))).toEqual([status, code]);
  });

  it('cannot use another method', async () => {
    const { broker } = await world();
    expect(await codeOf(await fetch(`${broker.url}${inboundPath}`))).toEqual([405, 'ERR_METHOD_NOT_ALLOWED']);
  });
});

const bearer = async (payload: JWTPayload, key: CryptoKey | Uint8Array, alg = 'RS256') =>
  `Bearer ${await new SignJWT(payload).setProtectedHeader({ alg, kid: 'k1' }).sign(key)}`;

describe('a bearer token', { timeout: 30_000 }, () => {
  const audience = 'https://broker.test/webhooks';
  const issuer = 'https://ping.test';

  async function oauthWorld() {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    const keys = createServer(
      (_request, response) => void response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] })),
    );
    keys.listen(0, '127.0.0.1');
    await once(keys, 'listening');
    onTestFinished(() => void keys.close());
    const jwksUrl = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks`;
    const { broker } = await world({ oauth: { issuer, jwksUrl, audience, algorithms: ['RS256'] } });
    return { broker, privateKey, keys };
  }

  const claims = { iss: issuer, aud: audience, exp: Math.floor(Date.now() / 1000) + 300 };
  it('of the configured issuer for this audience is accepted', async () => {
    const { broker, privateKey } = await oauthWorld();
    expect((await post(broker, notification(), await bearer(claims, privateKey))).status).toBe(200);
  });

  it.each([
    ['another issuer', { ...claims, iss: 'https://other.test' }],
    ['another audience', { ...claims, aud: 'https://other.test' }],
    ['an end in the past', { ...claims, exp: Math.floor(Date.now() / 1000) - 86_400 }],
    ['a start in the future', { ...claims, nbf: Math.floor(Date.now() / 1000) + 86_400 }],
    ['no end', { iss: issuer, aud: audience }],
  ])('with %s is refused', async (_, payload) => {
    const { broker, privateKey } = await oauthWorld();
    expect(await codeOf(await post(broker, notification(), await bearer(payload, privateKey)))).toEqual([
      401,
      'ERR_WEBHOOK_UNAUTHENTICATED',
    ]);
  });

  it('by another key, another algorithm or none is refused', async () => {
    const { broker, privateKey } = await oauthWorld();
    const { privateKey: stranger } = await generateKeyPair('RS256');
    const none = `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
    const { privateKey: other } = await generateKeyPair('PS256');
    const tokens = [
      await bearer(claims, stranger),
      await bearer(claims, new Uint8Array(32), 'HS256'),
      await bearer(claims, other, 'PS256'),
      none,
    ];
    for (const token of tokens)
      expect(await codeOf(await post(broker, notification(), token))).toEqual([401, 'ERR_WEBHOOK_UNAUTHENTICATED']);
    expect((await post(broker, notification(), await bearer(claims, privateKey))).status).toBe(200);
  });

  it('that cannot be judged for want of keys is to be sent again', async () => {
    const { broker, privateKey, keys } = await oauthWorld();
    keys.close();
    keys.closeAllConnections();
    expect(await codeOf(await post(broker, notification(), await bearer(claims, privateKey)))).toEqual([
      503,
      'ERR_WEBHOOK_KEYS_UNAVAILABLE',
    ]);
  });
});
