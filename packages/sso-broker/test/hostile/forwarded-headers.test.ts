import { expect, test } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
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
