import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';

const widgetScript = /\/widget\/collect-payment@[^/]+\.js$/;

/** Waits until the page has met its script, one way or the other, and tells whether the element is there. */
async function elementIsDefined(page: Page): Promise<boolean> {
  await page.waitForLoadState('load');
  return page.evaluate<boolean>("customElements.get('collect-payment') !== undefined");
}

/** Answers the widget's script with the same headers and the bytes `change` makes of it. */
async function deliver(page: Page, change: (code: Buffer) => Buffer): Promise<void> {
  await page.route(widgetScript, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.body()) });
  });
}

async function serve(html: string): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test('Chromium runs the script that the page names by its digest', async ({ page, portal }) => {
  await deliver(page, (code) => code);
  await portal.open();
  expect(await elementIsDefined(page)).toBe(true);
});

test('Chromium refuses the script when one byte of it is another', async ({ page, portal }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await deliver(page, (code) => {
    const changed = Buffer.from(code);
    const middle = changed.indexOf('collect-payment');
    changed[middle] = changed[middle]! ^ 1;
    return changed;
  });
  await portal.open();
  expect(await elementIsDefined(page)).toBe(false);
  expect(said.join('\n')).toContain("Failed to find a valid digest in the 'integrity' attribute");
});

test('a page of another origin may take the script by its digest, and keeps it for ever', async ({ page, portal, stack }) => {
  await portal.open();
  const tag = await page.evaluate<string>('document.querySelector(\'script[src*="/widget/collect-payment@"]\').outerHTML');
  const { server, url } = await serve(`<!doctype html>${tag.replace('src="', `src="${stack.demo}`)}`);
  try {
    const loading = page.waitForResponse(widgetScript);
    await page.goto(url);
    const script = await loading;
    expect(await elementIsDefined(page)).toBe(true);
    expect(script.headers()['cache-control']).toBe('public, max-age=31536000, immutable');
  } finally {
    server.close();
  }
});

test('no name but the immutable one leads to the script', async ({ portal, stack, request }) => {
  await portal.open();
  for (const path of ['/collect-payment.js', '/widget/collect-payment.js', '/widget/']) {
    expect((await request.get(stack.demo + path)).status()).toBe(404);
  }
});
