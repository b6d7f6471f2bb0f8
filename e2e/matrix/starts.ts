import { expect } from '@playwright/test';
import { HostedScreen } from '../pages/hosted-screen.ts';
import type { Reach } from './moments.ts';
import type { Start, World } from './world.ts';

/** The person presses the button. */
export const press: Start = async (world) => {
  await world.place.open(world.page);
  await world.shows(/^idle$/);
  await world.press(/^(Pay|Collect) /);
};

const blockedSign = 'the window was blocked';

/**
 * The host starts by itself, outside any click: the browser blocks the window, and the widget says so. Nothing is asked of the page meanwhile:
 * what a test evaluates in a page counts as a click there.
 */
async function beBlocked(world: World): Promise<void> {
  await world.page.addInitScript({
    content: `addEventListener('payment-state-change', ({ view, target }) => {
      if (view === 'idle') void target.start?.();
      if (view === 'blocked') console.debug('${blockedSign}');
    }, true);`,
  });
  const blocked = world.page.waitForEvent('console', (message) => message.text() === blockedSign);
  await world.place.open(world.page);
  await blocked;
  await expect(world.place.widget(world.page).getByText('Your browser blocked the window.').first()).toBeVisible();
  expect(world.popup).toBeUndefined();
}

/** The same, and the person has the page opened in the widget instead. */
export const pressAfterBlock: Start = async (world) => {
  await beBlocked(world);
  await world.press(/^Open here$/);
};

/** The moments whose beginning is another when the window is blocked. */
export const reachBlocked: Readonly<Record<'W3' | 'W4', Reach>> = {
  W3: async (world) => {
    await beBlocked(world);
    return () => Promise.resolve();
  },
  // In this tab: the clinic's page is left for InstaMed's, and come back to.
  W4: async (world) => {
    await beBlocked(world);
    await world.press(/^Open in this tab$/);
    await world.page.getByLabel('Card number').waitFor();
    return async () => {
      world.paid = true;
      await new HostedScreen(world.page).pay();
      await world.page.waitForURL(/\/return\/confirm/);
      await world.place.open(world.page);
    };
  },
};
