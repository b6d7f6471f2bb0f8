import { describe, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import { secrets } from '../support/credentials.ts';
import { basic, basicInbound, inboundPath, notification } from '../support/inbound.ts';

const nowhere = 'http://127.0.0.1:9';
/** An address that the tenant lists, and a name that is not ours. */
const spoken = {
  'x-forwarded-for': '10.1.2.3',
  'x-real-ip': '10.1.2.3',
  'x-client-ip': '10.1.2.3',
  'true-client-ip': '10.1.2.3',
  'cf-connecting-ip': '10.1.2.3',
  forwarded: 'for=10.1.2.3;host=attacker.example;proto=https',
  'x-forwarded-host': 'attacker.example',
  'x-forwarded-proto': 'https',
  'x-original-url': '/healthz',
  'x-rewrite-url': '/healthz',
  'x-http-method-override': 'DELETE',
};

test(
  'headers that speak for a proxy change neither the address that is judged nor the addresses that are given',
  { timeout: 30_000 },
  async () => {
    const broker = await startTestBroker(nowhere, { inbound: { ...basicInbound, sourceAddresses: ['10.0.0.0/8'] } });
    const { contentType, body } = notification();
    const headers = { ...spoken, 'content-type': contentType, authorization: basic(secrets.inboundPassword) };
    const refused = await fetch(`${broker.url}${inboundPath}`, { method: 'POST', headers, body });
    expect(refused.status).toBe(403);
    const answers = [
      await refused.text(),
      ...(await Promise.all(
        ['/saml/metadata/riverside', '/openapi.json', '/v1/payment-sessions', '/return/confirm'].map(async (path) => {
          const answer = await fetch(`${broker.url}${path}`, { headers: spoken });
          return `${JSON.stringify([...answer.headers])} ${await answer.text()}`;
        }),
      )),
    ];
    expect(answers.join('\n')).not.toContain('attacker');
    expect(answers.join('\n')).toContain('ERR_WEBHOOK_SOURCE');
  },
);

const notify = async (broker: TestBroker, headers: Record<string, string>) => {
  const { contentType, body } = notification();
  const answer = await fetch(`${broker.url}${inboundPath}`, {
    method: 'POST',
    headers: { 'content-type': contentType, authorization: basic(secrets.inboundPassword), ...headers },
    body,
  });
  return answer.status;
};

const ask = (broker: TestBroker, proto: string, path = '/v1/payment-sessions') =>
  broker.client.call(path, { headers: { 'x-forwarded-for': '198.51.100.1', 'x-forwarded-proto': proto } });

describe('behind a proxy of the configuration', { timeout: 30_000 }, () => {
  const inbound = { ...basicInbound, sourceAddresses: ['198.51.100.0/24', '2001:db8:5::/48'] };
  const start = () => startTestBroker(nowhere, { inbound, trustedProxies: ['127.0.0.1', '10.0.0.0/8'] });

  test('the last address that is no proxy of ours is the one that is judged, whatever was written before it', async () => {
    const broker = await start();
    const tries: readonly (readonly [forwarded: string, status: number])[] = [
      ['198.51.100.7', 200],
      ['203.0.113.9, 198.51.100.7', 200],
      ['198.51.100.7, 10.1.2.3', 200],
      ['198.51.100.7,10.1.2.3 , 10.4.5.6', 200],
      ['2001:db8:5::1', 200],
      ['::ffff:198.51.100.7', 200],
      // The proxy says who it was; what he wrote himself stands before that.
      ['198.51.100.7, 203.0.113.9', 403],
      ['198.51.100.7, 203.0.113.9, 10.1.2.3', 403],
      ['198.51.100.7, unknown', 403],
      ['198.51.100.7:443', 403],
      ['"198.51.100.7"', 403],
      ['', 403],
      [`${'198.51.100.7, '.repeat(500)}203.0.113.9`, 403],
    ];
    for (const [forwarded, status] of tries)
      expect([forwarded, await notify(broker, { 'x-forwarded-for': forwarded })]).toEqual([forwarded, status]);
    expect(broker.log.join('')).not.toMatch(/internal_error|forwarding_ignored/);
  });

  test('no other header changes the address, and the host stays ours', async () => {
    const broker = await start();
    const { 'x-forwarded-for': _, 'x-forwarded-proto': _proto, ...others } = spoken;
    expect(await notify(broker, { ...others, 'x-real-ip': '198.51.100.7', forwarded: 'for=198.51.100.7' })).toBe(403);
    const metadata = await fetch(`${broker.url}/saml/metadata/riverside`, { headers: spoken });
    expect(await metadata.text()).not.toContain('attacker');
  });

  test('limits by address count the caller, the whole /64 of an IPv6 one, and not the proxy', async () => {
    const choices = { limits: { failedAuthenticationsPerMinute: 1 }, trustedProxies: ['127.0.0.1'] };
    const { client } = await startTestBroker(nowhere, choices);
    const guess = async (address: string) =>
      (await client.call('/v1/payment-sessions', { key: 'sk_x', headers: { 'x-forwarded-for': address } })).status;
    expect([await guess('198.51.100.1'), await guess('198.51.100.1'), await guess('198.51.100.2')]).toEqual([401, 429, 401]);
    expect([await guess('2001:db8:1:2::1'), await guess('2001:db8:1:2:9::9'), await guess('2001:db8:1:3::1')]).toEqual([401, 429, 401]);
    expect([await guess('::ffff:198.51.100.3'), await guess('198.51.100.3')]).toEqual([401, 429]);
  });

  test('what it got without TLS is refused where the broker’s address is https, and nobody else can say so', async () => {
    const secure = { publicUrl: 'https://broker.test', trustedProxies: ['127.0.0.1'] };
    const behind = await startTestBroker(nowhere, secure);
    expect((await ask(behind, 'http')).body.error.code).toBe('ERR_HTTPS_REQUIRED');
    expect((await ask(behind, 'https, http')).body.error.code).toBe('ERR_HTTPS_REQUIRED');
    expect([(await ask(behind, 'https')).status, (await ask(behind, 'http', '/healthz')).status]).toEqual([200, 200]);
    const alone = await startTestBroker(nowhere, { publicUrl: 'https://broker.test' });
    expect((await ask(alone, 'http')).status).toBe(200);
  });

  test('that is not listed, limits count the proxy, and the log says so once', async () => {
    const { client, log } = await startTestBroker(nowhere, { limits: { failedAuthenticationsPerMinute: 1 } });
    const guess = async (address: string) =>
      (await client.call('/v1/payment-sessions', { key: 'sk_x', headers: { 'x-forwarded-for': address } })).status;
    expect([await guess('198.51.100.1'), await guess('198.51.100.2'), await guess('198.51.100.3')]).toEqual([401, 429, 429]);
    const said = log.filter((line) => line.includes('forwarding_ignored'));
    expect(said).toHaveLength(1);
    expect(said.join('')).not.toContain('198.51');
  });
});
