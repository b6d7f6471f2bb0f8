import { expect } from '@playwright/test';
import type { Happening } from './cells.ts';
import { sendHostileMessages } from './hostile-messages.ts';
import { frontDesk } from './place.ts';
import type { World } from './world.ts';

/** What happens to the page. Afterwards the person looks at `world.page`, where the payment can be gone on with. */
export type Happen = (world: World, letGo: () => Promise<void>) => Promise<void>;

const outageMs = 120_000;

/** A widget that never left its page; the reader's page has none. */
const remove = `(() => {
  const element = document.querySelector('collect-payment');
  const place = element?.parentElement;
  element?.remove();
  return new Promise((resolve) => setTimeout(resolve)).then(() => place?.append(element));
})()`;

const act = (name: string): string => `document.querySelector('[data-act=${name}]').click()`;

export const happen: Readonly<Record<Exclude<Happening, 'blocked'>, Happen>> = {
  closed: async (world) => {
    const { page } = world;
    const fresh = await world.context.newPage();
    await page.close();
    world.moveTo(fresh);
    await world.place.open(fresh);
  },
  reloaded: async ({ page, place }) => {
    await page.reload({ waitUntil: 'commit' });
    await place.resume(page);
  },
  back: async ({ page, place, stack }) => {
    // Chromium cannot tell its history while it swaps one page for the other.
    await page.goto(stack.demo);
    await page.goBack({ waitUntil: 'commit' });
    await place.resume(page);
  },
  offline: async ({ context, page }) => {
    await context.setOffline(true);
    await page.clock.runFor(outageMs);
    await context.setOffline(false);
  },
  removed: async (world) => {
    const { page, place, stack } = world;
    await page.evaluate(remove);
    await world.judgeView();
    await page.goto(stack.demo, { waitUntil: 'commit' });
    await place.open(page);
  },
  windowClosed: async ({ popup }) => {
    await popup!.close();
  },
  noCookies: async ({ page }) => {
    expect(await page.evaluate("document.cookie = 'kept=1'; document.cookie")).toBe('');
    await expect(page.evaluate('localStorage.length')).rejects.toThrow('SecurityError');
  },
  hostile: sendHostileMessages,
  second: async (world, letGo) => {
    const other = await world.context.newPage();
    const place = world.place.byReader === true ? frontDesk(world.stack) : world.place;
    await place.open(other);
    await expect(
      place
        .widget(other)
        .getByText(/\d\.\d\d/)
        .first(),
    ).toBeVisible();
    if (place === world.place) await world.judgeView(other);
    await letGo();
    await world.finish();
    // A page that nobody has started hears of nothing until somebody does.
    const start = place.widget(other).getByRole('button', { name: /^(Pay|Collect) / });
    const paid = place
      .widget(other)
      .getByText(/^Paid \$/)
      .first();
    await start.or(paid).first().waitFor();
    if (await start.isVisible()) await start.click();
    await expect(paid).toBeVisible();
  },
  unplugged: async ({ page }) => {
    await page.evaluate(act('unplug'));
    await expect(page.locator('#reader-state')).toContainText('No card reader');
    await page.evaluate(act('plug'));
    await expect(page.locator('#reader-state')).toContainText('is ready');
  },
};
