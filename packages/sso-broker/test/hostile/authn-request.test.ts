import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startTestBroker } from '../support/broker.ts';

const nowhere = 'http://127.0.0.1:9';
const request = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z"
  AssertionConsumerServiceURL="https://attacker.example/acs"/>`;

test('a SAML request is taken nowhere, and the address it asks for is never repeated', { timeout: 30_000 }, async () => {
  const broker = await startTestBroker(nowhere);
  const metadata = await (await fetch(`${broker.url}/saml/metadata/riverside`)).text();
  const published = /SingleSignOnService [^>]*Location="([^"]+)"/.exec(metadata)?.[1] ?? '';
  const paths = [new URL(published).pathname, '/saml', '/saml/sso', '/saml/acs', '/saml/logout', '/saml/metadata/riverside', '/sso', '/'];
  expect(paths[0]).toMatch(/^\/.+/);
  for (const path of paths) {
    const asked = [
      fetch(broker.url + path, {
        method: 'POST',
        body: new URLSearchParams({ SAMLRequest: btoa(request), RelayState: 'https://attacker.example/' }),
      }),
      ...(path.includes('metadata')
        ? []
        : [fetch(`${broker.url}${path}?${new URLSearchParams({ SAMLRequest: deflateRawSync(request).toString('base64') }).toString()}`)]),
    ];
    for (const answer of await Promise.all(asked)) {
      expect([path, Math.floor(answer.status / 100)]).toEqual([path, 4]);
      expect(`${JSON.stringify([...answer.headers])} ${await answer.text()}`).not.toMatch(/attacker|SAMLResponse/);
    }
  }
});
