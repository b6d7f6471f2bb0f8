import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';

/** Who pays, as the clinic knows them. */
const person = ['Maria', 'Alvarez', 'P-10240', 'INV-'];
const credentials = ['cs_', 'sk_', 'whsec_'];

/** Every address that was asked for, and every Referer that went along. */
function recordAddresses(context: BrowserContext): { readonly all: () => Promise<readonly string[]> } {
  const seen: Promise<string>[] = [];
  context.on('request', (request) => {
    seen.push(request.allHeaders().then(({ referer = '' }) => `${decodeURIComponent(request.url())} ${decodeURIComponent(referer)}`));
  });
  return { all: () => Promise.all(seen) };
}

/** Run in a frame: storage, databases, caches, cookies, title, name, state, and the addresses it has been to. As text, since it knows the page only. */
const readKept = `(async () => [
  ...Object.entries(localStorage).flat(),
  ...Object.entries(sessionStorage).flat(),
  ...(await indexedDB.databases()).map(({ name }) => name),
  ...('caches' in globalThis ? await caches.keys() : []),
  document.cookie,
  document.title,
  window.name,
  JSON.stringify(history.state),
  decodeURIComponent(location.href),
  ...[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(({ name }) => decodeURIComponent(name)),
])()`;

/** What the browser keeps of a page and its frames. */
async function keptBy(page: Page): Promise<readonly string[]> {
  const frames = await Promise.all(page.frames().map((frame) => frame.evaluate<readonly string[]>(readKept)));
  const cookies = await page.context().cookies();
  return [...frames.flat(), ...cookies.map(({ name, value }) => `${name}=${value}`)].filter((text) => text !== '' && text !== 'null');
}

for (const display of ['embedded', 'popup'] as const) {
  test(`a payment leaves nobody’s name or number in addresses, Referers, storage or history (${display})`, async ({ portal }, {
    annotations,
  }) => {
    const addresses = recordAddresses(portal.page.context());
    await portal.open({ account: 'alvarez', display });
    await expect(portal.page.locator('#patient')).toContainText('Maria');
    await (await portal.start()).pay();
    await portal.settled();

    const asked = await addresses.all();
    const kept = (
      await Promise.all(
        portal.page
          .context()
          .pages()
          .map((page) => keptBy(page)),
      )
    ).flat();
    expect(asked.length).toBeGreaterThan(10);
    expect(kept.length).toBeGreaterThan(5);
    for (const word of [...person, ...credentials])
      expect([word, [...asked, ...kept].filter((text) => text.includes(word))]).toEqual([word, []]);
    const tried = {
      surface: `sentinels in the browser, ${display}`,
      count: asked.length + kept.length,
      what: 'addresses, Referers and kept texts; 0 found',
    };
    annotations.push({ type: 'tried', description: JSON.stringify(tried) });
  });
}
