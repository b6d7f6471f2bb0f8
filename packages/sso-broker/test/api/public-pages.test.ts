import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../src/errors.ts';
import { startTestBroker } from '../support/broker.ts';
import { allowedOrigin, identityProvider, identityProviderId } from '../support/credentials.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

/** So slow a poll that nothing is found by it. */
/** As long as a token: in it nothing is polled by itself. */
const intervalMs = 900_000;
const nowhere = 'http://127.0.0.1:9';
const require = createRequire(import.meta.url);

/** Required, and so without its types: they bring in the DOM's, which a server does not have. */
interface Samlify {
  readonly IdentityProvider: (settings: { readonly metadata: string }) => {
    readonly entityMeta: { getEntityID(): string; getX509Certificate(use: 'signing'): string };
  };
}

const inOneLine = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>>>;
}

describe('the SAML metadata', { timeout: 30_000 }, () => {
  it('is read by samlify, with the entity id and the signing certificate', async () => {
    const { client } = await startTestBroker(nowhere);
    const { body, headers } = await client.call<string>('/saml/metadata/riverside', { key: '' });
    const { IdentityProvider } = require('samlify') as Samlify;
    const { entityMeta } = IdentityProvider({ metadata: body });
    expect(headers.get('content-type')).toBe('application/samlmetadata+xml');
    expect(entityMeta.getEntityID()).toBe(identityProviderId);
    expect(entityMeta.getX509Certificate('signing')).toBe(inOneLine(identityProvider.certificate));
  });
});

describe('the landing page', { timeout: 30_000 }, () => {
  it('names the session and the origins to tell, under a policy that lets only them and InstaMed frame it', async () => {
    const { client, url } = await startTestBroker(nowhere);
    const { id } = await client.create({ returnUrl: `${allowedOrigin}/done?a=1&b=2` });
    const { status, body, headers } = await client.call<string>(`/return/confirm?session=${id}&extra=1`, { key: '' });
    expect(status).toBe(200);
    expect(body).toContain(`data-how="confirm" data-session="${id}" data-origins="${allowedOrigin} ${url}"`);
    expect(body).toContain(`data-return-url="${allowedOrigin}/done?a=1&amp;b=2"`);
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${allowedOrigin} ${nowhere};`);
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
  });

  it('leads nowhere when the return URL is no longer on a page of the tenant’s', async () => {
    const broker = await startTestBroker(nowhere);
    const { id } = await broker.client.create({ returnUrl: `${allowedOrigin}/done` });
    const { client } = await broker.restart({ allowedOrigin: 'https://moved.test' });
    const { body } = await client.call<string>(`/return/confirm?session=${id}`, { key: '' });
    expect(body).toContain(`data-session="${id}"`);
    expect(body).not.toContain('data-return-url');
  });

  it('makes the broker look at once', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, { intervalMs });
    const session = await client.create();
    const events = await client.follow(session);
    await onScreen(instamed, await client.launch(session), 'pay');
    await client.call(`/return/confirm?session=${session.id}`, { key: '' });
    expect((await events.until('approved')).outcome?.status).toBe('approved');
    await events.close();
  });

  it('proves nothing by itself', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const session = await client.create();
    await client.launch(session);
    await client.call(`/return/confirm?session=${session.id}`, { key: '' });
    await client.call(`/return/cancel?session=${session.id}`, { key: '' });
    expect(await client.read(session.id)).toMatchObject({ status: 'open' });
  });

  it.each(['', '?session=ps_0000000000000000000000', '?session=%3Cscript%3E'])(
    'tells nobody for a session it does not know: %s',
    async (query) => {
      const { client } = await startTestBroker(nowhere);
      const { status, body } = await client.call<string>(`/return/cancel${query}`, { key: '' });
      expect(status).toBe(404);
      expect(body).toContain('<body data-how="cancel">');
      expect(body).not.toContain('script>"');
    },
  );

  it('brings its script and style from the broker itself', async () => {
    const { client } = await startTestBroker(nowhere);
    const script = await client.call<string>('/return/landing.js', { key: '' });
    const style = await client.call<string>('/return/landing.css', { key: '' });
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(script.body).not.toMatch(/'\*'/);
    expect(style.headers.get('content-type')).toContain('text/css');
  });
});

describe('the description of the API', { timeout: 30_000 }, () => {
  it('has every call with its answer and its refusals', async () => {
    const { client } = await startTestBroker(nowhere);
    const { body } = await client.call<OpenApi>('/openapi.json', { key: '' });
    const calls = Object.entries(body.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, call]) => ({ path, method, call })),
    );
    expect(calls.map(({ path, method }) => `${method} ${path}`).toSorted()).toEqual([
      'get /healthz',
      'get /readyz',
      'get /saml/metadata/{tenant}',
      'get /v1/attention',
      'get /v1/payment-sessions',
      'get /v1/payment-sessions/{id}',
      'get /v1/payment-sessions/{id}/events',
      'get /v1/payment-sessions/{id}/receipt',
      'get /v1/payment-sessions/{id}/receipt.pdf',
      'get /v1/payments',
      'get /v1/payments/{transactionId}',
      'get /v1/webhook-deliveries',
      'post /v1/attention/{id}/acknowledge',
      'post /v1/payment-sessions',
      'post /v1/payment-sessions/{id}/cancel',
      'post /v1/payment-sessions/{id}/card-read',
      'post /v1/payment-sessions/{id}/check',
      'post /v1/payment-sessions/{id}/launch',
      'post /v1/payments',
      'post /v1/payments/{transactionId}/receipt-page',
      'post /v1/payments/{transactionId}/refund',
      'post /v1/payments/{transactionId}/void',
      'post /v1/webhook-deliveries/{id}/replay',
    ]);
    for (const { call } of calls) expect(Object.keys(call.responses)).toEqual(expect.arrayContaining(['4XX', '5XX']));
  });
});

describe('the page of error codes', { timeout: 30_000 }, () => {
  it('has an anchor for every code', async () => {
    const { client } = await startTestBroker(nowhere);
    const { body } = await client.call<string>('/docs/errors', { key: '' });
    for (const code of Object.keys(errorCatalogue)) expect(body).toContain(`id="${code}"`);
  });
});
