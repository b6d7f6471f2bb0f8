import type { BrowserContext } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';

/** All that goes to and from every page and frame: addresses, headers and bodies. */
function record(context: BrowserContext): { readonly text: () => Promise<string>; readonly read: () => Promise<number> } {
  const seen: Promise<string>[] = [];
  const bodies: Promise<string>[] = [];
  context.on('request', (request) => {
    seen.push(request.allHeaders().then((headers) => `${request.url()} ${JSON.stringify(headers)} ${request.postData() ?? ''}`));
  });
  context.on('response', (response) => {
    // A stream that is still open, and a redirect, have no body to give; nor has what a frame had that is gone by now.
    const streams = response.headers()['content-type']?.startsWith('text/event-stream') === true;
    const body = streams || response.status() >= 300 ? Promise.resolve('') : response.text().catch(() => '');
    bodies.push(body);
    seen.push(Promise.all([response.allHeaders(), body]).then(([headers, text]) => `${JSON.stringify(headers)} ${text}`));
  });
  return {
    text: async () => (await Promise.all(seen)).join('\n'),
    read: async () => (await Promise.all(bodies)).filter((body) => body !== '').length,
  };
}

for (const sso of ['saml', 'nvp'] as const) {
  test(`nothing that reaches the browser holds a secret of the broker or of InstaMed’s account (${sso})`, async ({ portal, stack }) => {
    const traffic = record(portal.page.context());
    await portal.open({ sso, screen: 'standard-collect' });
    await (await portal.start()).pay();
    await portal.settled();

    const text = await traffic.text();
    // How many bodies can still be read at the end differs; the statement, the session and the launch are among them.
    expect(await traffic.read()).toBeGreaterThan(10);
    for (const part of ['Alvarez', 'cs_', 'tokenExpiresAt']) expect(text).toContain(part);
    for (const [name, secret] of Object.entries(stack.secrets)) expect([name, text.includes(secret)]).toEqual([name, false]);
    expect(Object.keys(stack.secrets).length).toBeGreaterThan(5);
    expect(text).not.toContain('SAMLResponse');
  });
}
