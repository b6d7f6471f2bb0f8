import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { onTestFinished } from 'vitest';
// @ts-expect-error plain JavaScript, shared with the set-up scripts
import { findChromium, launchArguments } from '../../../scripts/chromium.mjs';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium() as string, args: launchArguments as string[] });

/** A page in a context of its own, closed when the test ends. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  onTestFinished(() => context.close());
  return context.newPage();
}

const hostPage = `<!doctype html><title>host</title><script>
  window.heard = [];
  window.addEventListener('message', ({ data }) => window.heard.push(data));
  const screen = new URLSearchParams(location.search).get('screen');
  if (screen) document.write('<iframe name="instamed" width="600" height="900" src="' + screen.replaceAll('"', '') + '"></iframe>');
</script>`;

/** Another origin that frames or opens the screen and keeps every message it hears. */
export async function hostOrigin(): Promise<string> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(hostPage)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** What the host has heard, parsed. */
export const heardBy = async (page: Page): Promise<readonly unknown[]> => {
  const heard = await page.evaluate(() => (globalThis as unknown as { heard: readonly string[] }).heard);
  return heard.map((message) => JSON.parse(message) as unknown);
};
