// Serves the gallery and photographs it: `node test/screenshots.mjs FOLDER`. For looking at, not for comparing.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { createServer } from 'vite';

const folder = process.argv[2] ?? 'test-results/gallery';
mkdirSync(folder, { recursive: true });
const server = await createServer({
  root: fileURLToPath(new URL('..', import.meta.url)),
  configFile: false,
  server: { port: 0 },
  logLevel: 'error',
});
await server.listen();
const address = server.httpServer.address();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const width of [360, 1280]) {
  for (const theme of ['light', 'dark']) {
    for (const lang of ['en', 'ar']) {
      for (const only of ['', 'incontext', 'offline']) {
        const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: theme });
        page.on('pageerror', (error) => console.error(error));
        await page.goto(`http://localhost:${address.port}/test/gallery.html?${new URLSearchParams({ theme, lang, only }).toString()}`);
        await page.waitForSelector('[data-ready]');
        await page.screenshot({ path: `${folder}/${only || 'states'}-${lang}-${width}-${theme}.png`, fullPage: only !== 'incontext' });
        await page.close();
      }
    }
  }
}
await browser.close();
await server.close();
