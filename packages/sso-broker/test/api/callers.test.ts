import { describe, expect, it } from 'vitest';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import { terms } from '../support/client.ts';
import { scopes } from '../../src/identity/scopes.ts';
import { allowedOrigin, keyFor, otherOrigin, otherTenantKey, readOnlyKey } from '../support/credentials.ts';

const nowhere = 'http://127.0.0.1:9';
const sessionCalls = [
  ['GET', ''],
  ['GET', '/events'],
  ['GET', '/receipt'],
  ['GET', '/receipt.pdf'],
  ['POST', '/launch'],
  ['POST', '/cancel'],
  ['POST', '/check'],
] as const;

const refusalOf = async ({ client }: TestBroker, path: string, method: string, key: string, headers = {}) => {
  const { status, body } = await client.call(path, { method, key, headers });
  return [status, body.error.code];
};

describe('a caller of a payment session', { timeout: 30_000 }, () => {
  it.each(sessionCalls)('is refused at %s %s without the right credential', async (method, call) => {
    const broker = await startTestBroker(nowhere);
    const mine = await broker.client.create();
    const other = await broker.client.create();
    const path = `/v1/payment-sessions/${mine.id}${call}`;
    const unknown = `/v1/payment-sessions/ps_0000000000000000000000${call}`;
    const forged = `${mine.clientSecret.slice(0, -1)}${mine.clientSecret.endsWith('A') ? 'B' : 'A'}`;
    expect(await refusalOf(broker, path, method, '')).toEqual([401, 'ERR_KEY_MISSING']);
    expect(await refusalOf(broker, path, method, 'sk_guess')).toEqual([401, 'ERR_KEY_WRONG']);
    expect(await refusalOf(broker, path, method, forged)).toEqual([401, 'ERR_CLIENT_SECRET_WRONG']);
    expect(await refusalOf(broker, path, method, 'cs_x')).toEqual([401, 'ERR_CLIENT_SECRET_WRONG']);
    expect(await refusalOf(broker, path, method, other.clientSecret)).toEqual([403, 'ERR_CLIENT_SECRET_FOREIGN']);
    expect(await refusalOf(broker, unknown, method, other.clientSecret)).toEqual([403, 'ERR_CLIENT_SECRET_FOREIGN']);
    expect(await refusalOf(broker, path, method, otherTenantKey)).toEqual([404, 'ERR_SESSION_UNKNOWN']);
    const fromElsewhere = { origin: otherOrigin };
    expect(await refusalOf(broker, path, method, mine.clientSecret, fromElsewhere)).toEqual([403, 'ERR_ORIGIN_NOT_ALLOWED']);
    expect(await refusalOf(broker, path, method, mine.clientSecret, { origin: 'null' })).toEqual([403, 'ERR_ORIGIN_NOT_ALLOWED']);
    expect(await broker.client.read(mine.id)).toMatchObject({ status: 'created', sequence: 1 });
  });

  it('reads and does not write with a key that has the reading scope only', async () => {
    const { client } = await startTestBroker(nowhere);
    const { id } = await client.create();
    expect((await client.call(`/v1/payment-sessions/${id}`, { key: readOnlyKey })).status).toBe(200);
    for (const [path, body] of [
      ['/v1/payment-sessions', terms],
      [`/v1/payment-sessions/${id}/launch`, {}],
      [`/v1/payment-sessions/${id}/cancel`, {}],
    ] as const) {
      const refused = await client.call(path, { key: readOnlyKey, body });
      expect([refused.status, refused.body.error.code]).toEqual([403, 'ERR_SCOPE_MISSING']);
    }
  });

  it('creates and lists with a secret key only', async () => {
    const { client } = await startTestBroker(nowhere);
    const { clientSecret } = await client.create();
    for (const call of [{ body: terms }, {}]) {
      const refused = await client.call('/v1/payment-sessions', { ...call, key: clientSecret });
      expect([refused.status, refused.body.error.code]).toEqual([403, 'ERR_SCOPE_MISSING']);
    }
  });

  it('lists only what is its own', async () => {
    const { client } = await startTestBroker(nowhere);
    await client.create();
    const { body } = await client.call<{ data: unknown[] }>('/v1/payment-sessions', { key: otherTenantKey });
    expect(body.data).toEqual([]);
  });

  it('is asked for a key before its body is looked at', async () => {
    const { client } = await startTestBroker(nowhere);
    const refused = await client.call('/v1/payment-sessions', { body: '{', key: 'sk_guess' });
    expect(refused.body.error.code).toBe('ERR_KEY_WRONG');
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('the scopes of a secret key', { timeout: 30_000 }, () => {
  const session = '/v1/payment-sessions/ps_0000000000000000000000';
  const calls = [
    ['POST', '/v1/payment-sessions', 'sessions:create'],
    ['GET', '/v1/payment-sessions', 'sessions:read'],
    ['GET', session, 'sessions:read'],
    ['GET', `${session}/events`, 'sessions:read'],
    ['GET', `${session}/receipt`, 'sessions:read'],
    ['GET', `${session}/receipt.pdf`, 'sessions:read'],
    ['POST', `${session}/check`, 'sessions:read'],
    ['POST', `${session}/launch`, 'sessions:create'],
    ['POST', `${session}/cancel`, 'sessions:cancel'],
    ['POST', `${session}/card-read`, 'sessions:create'],
    ['GET', '/v1/payments', 'payments:read'],
    ['POST', '/v1/payments', 'payments:create'],
    ['GET', '/v1/payments/a1', 'payments:read'],
    ['POST', '/v1/payments/a1/void', 'payments:void'],
    ['POST', '/v1/payments/a1/refund', 'payments:refund'],
    ['POST', '/v1/payments/a1/receipt-page', 'payments:receipt-page'],
    ['GET', '/v1/webhook-deliveries', 'webhooks:read'],
    ['POST', '/v1/webhook-deliveries/evt_0/replay', 'webhooks:replay'],
    ['GET', '/v1/attention', 'attention:read'],
    ['POST', '/v1/attention/0/acknowledge', 'attention:acknowledge'],
  ] as const;

  it('are asked for at every call of a host, each its own, and named when they are missing', async () => {
    // A tenant has ten keys at most.
    const half = Math.ceil(scopes.length / 2);
    const asked = [scopes.slice(0, half), scopes.slice(half)].map(async (some) => {
      const { client } = await startTestBroker(nowhere, { keyPerScope: some });
      return some.map((scope) => ({ scope, client }));
    });
    const clients = (await Promise.all(asked)).flat();
    for (const [method, path, needed] of calls) {
      for (const { scope, client } of clients) {
        const { status, body } = await client.call(path, { method, key: keyFor(scope), ...(method === 'POST' && { body: {} }) });
        const refusal = status === 403 ? body.error.message : 'admitted';
        expect([method, path, scope, refusal]).toEqual([
          method,
          path,
          scope,
          scope === needed ? 'admitted' : `The credential lacks the scope ${needed}.`,
        ]);
      }
    }
  });

  it('are asked for by every call that a host may make', async () => {
    const { client } = await startTestBroker(nowhere);
    type Operation = { readonly security?: readonly Record<string, unknown>[] };
    const { body } = await client.call<{ paths: Record<string, Record<string, Operation>> }>('/openapi.json');
    const ofHosts = Object.values(body.paths).flatMap((item) =>
      Object.values(item).filter(({ security = [] }) => security.some((way) => 'secretKey' in way)),
    );
    expect(ofHosts).toHaveLength(calls.length);
  });
});

describe('a page of another origin', { timeout: 30_000 }, () => {
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };

  it('gets its preflight answered when a tenant lists the origin', async () => {
    const { client } = await startTestBroker(nowhere);
    const answer = await client.call('/v1/payment-sessions/ps_0/launch', {
      method: 'OPTIONS',
      key: '',
      headers: { origin: allowedOrigin, ...preflight },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(allowedOrigin);
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it.each(['https://evil.test', 'null', 'https://portal.test.evil.test', 'http://portal.test'])(
    'is refused its preflight: %s',
    async (origin) => {
      const { client } = await startTestBroker(nowhere);
      const answer = await client.call('/v1/payment-sessions/ps_0/launch', {
        method: 'OPTIONS',
        key: '',
        headers: { origin, ...preflight },
      });
      expect([answer.status, answer.body.error.code]).toEqual([403, 'ERR_ORIGIN_NOT_ALLOWED']);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('may read its answer, refusals and request ids included', async () => {
    const { client } = await startTestBroker(nowhere);
    const { id, clientSecret } = await client.create();
    const headers = { origin: allowedOrigin };
    for (const key of [clientSecret, 'cs_x']) {
      const answer = await client.call(`/v1/payment-sessions/${id}`, { key, headers });
      expect(answer.headers.get('access-control-allow-origin')).toBe(allowedOrigin);
      expect(answer.headers.get('access-control-expose-headers')).toContain('request-id');
    }
  });

  it('is served nothing that may be cached, framed or sniffed', async () => {
    const { client } = await startTestBroker(nowhere);
    for (const path of ['/v1/payment-sessions', '/healthz', '/nowhere']) {
      const { headers } = await client.call(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.* frame-ancestors 'none';/);
    }
  });
});
