import { launch, type BrowserContext, type ElementHandle, type Frame, type Page } from 'puppeteer-core';
import type { Engine, Place, Tab } from './tab.ts';

/** Firefox by WebDriver BiDi. */
export async function startGecko(executablePath: string): Promise<Engine> {
  const browser = await launch({ browser: 'firefox', executablePath, headless: true });
  return {
    name: 'Gecko',
    open: async () => {
      const context = await browser.createBrowserContext();
      return tabOf(await context.newPage(), context);
    },
    stop: () => browser.close(),
  };
}

async function elementIn(frame: Frame, expression: string): Promise<ElementHandle> {
  const element = (await frame.evaluateHandle(expression)).asElement();
  if (element === null) throw new Error(`nothing to use: ${expression}`);
  return element as ElementHandle;
}

function placeOf(frame: Frame): Place {
  return {
    read: async <Answer>(expression: string) => (await frame.evaluate(expression)) as Answer,
    click: async (expression) => (await elementIn(frame, expression)).click(),
    type: async (expression, text) => (await elementIn(frame, expression)).type(text),
    frame: async (expression) => {
      const inside = await (await elementIn(frame, expression)).contentFrame();
      if (inside === null) throw new Error(`no frame: ${expression}`);
      return placeOf(inside);
    },
  };
}

const loaded = { waitUntil: 'load' } as const;

function tabOf(page: Page, context: BrowserContext): Tab {
  return {
    ...placeOf(page.mainFrame()),
    goto: async (url) => void (await page.goto(url, loaded)),
    reload: async () => void (await page.reload(loaded)),
    // A page that Firefox has kept is not loaded again: its address is the fact to wait for, and whoever asks waits for that.
    back: () => page.evaluate('void history.back()') as Promise<void>,
    forward: () => page.evaluate('void history.forward()') as Promise<void>,
    answer: async (url, html) => {
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        const answered =
          request.url() === url ? request.respond({ status: 200, contentType: 'text/html', body: html }) : request.continue();
        // One that the page has given up is nobody's to answer.
        answered.catch(() => undefined);
      });
    },
    popup: async () => tabOf((await context.pages()).at(-1)!, context),
    close: () => page.close(),
  };
}
