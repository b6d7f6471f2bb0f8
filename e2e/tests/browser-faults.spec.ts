import { expect, type LaunchOptions, type Page } from '@playwright/test';
import type { Stack } from '@collect-payment/demo/stack';
import { test as base } from '../fixtures/test.ts';
import { addressesOf } from '../fixtures/traces.ts';
import { cells, happenings, moments, type Cell } from '../matrix/cells.ts';
import { happen } from '../matrix/happenings.ts';
import { judge } from '../matrix/judge.ts';
import { reach } from '../matrix/moments.ts';
import { withoutCookies } from '../matrix/no-cookies.ts';
import { frontDesk, portal, readerDesk, type Place } from '../matrix/place.ts';
import { press, pressAfterBlock, reachBlocked } from '../matrix/starts.ts';
import { World } from '../matrix/world.ts';

// Nothing is judged by its time. What a cell left behind is told by its error; a recording of each would take longer than the cells.
base.setTimeout(300_000);
base.use({ trace: 'off' });

const test = base.extend<{ cell: Cell; world: World; addresses: ReadonlySet<string> }>({
  cell: [cells[0]!, { option: true }],
  context: async ({ context, cell: { happening }, launchOptions, viewport }, use) => {
    if (happening === 'noCookies') return withoutCookies({ ...(launchOptions as LaunchOptions), viewport } as LaunchOptions, use);
    if (happening === 'offline') await context.clock.install();
    return use(context);
  },
  addresses: async ({ context }, use) => use(addressesOf(context)),
  world: async ({ stack, sandbox, context, page, cell, addresses: _listening }, use) => {
    await fetch(`${stack.demo}/api/reset`, { method: 'POST' });
    const start = cell.happening === 'blocked' ? pressAfterBlock : press;
    const world = await World.begin({ stack, sandbox, context, page, place: placeOf(cell, stack), start });
    await use(world);
    await context.unrouteAll({ behavior: 'ignoreErrors' });
  },
});

function placeOf({ moment, happening }: Cell, stack: Stack): Place {
  if (moment === 'W8') return readerDesk(stack);
  if (happening === 'unplugged') return frontDesk(stack);
  if (happening !== 'blocked' && happening !== 'windowClosed') return portal(stack, 'embedded');
  // A receipt keeps the window open when the outcome is shown.
  return portal(stack, 'popup', moment === 'W7' ? 'standard-collect' : 'simple-collect');
}

const reachOf = ({ moment, happening }: Cell) =>
  happening === 'blocked' && (moment === 'W3' || moment === 'W4') ? reachBlocked[moment] : reach[moment];

/** A cell that cannot be: there is no window, and none comes although the host asks for one within a click. */
async function proveWithoutWindow(page: Page): Promise<void> {
  await page.evaluate("document.querySelector('collect-payment')?.start?.()");
  expect(page.context().pages()).toEqual([page]);
}

for (const cell of cells) {
  test.describe(() => {
    test.use({ cell });
    test(`${happenings[cell.happening]} while ${moments[cell.moment]} (${cell.moment})`, async ({ world, addresses }, { annotations }) => {
      const letGo = await reachOf(cell)(world);
      await world.judgeView();
      if (cell.impossible !== undefined) await proveWithoutWindow(world.page);
      else if (cell.happening !== 'blocked') await happen[cell.happening](world, letGo);
      await world.judgeView();
      await letGo();
      await world.finish();
      await judge(world, addresses);
      annotations.push({ type: 'cell', description: `${cell.moment} ${cell.happening}: ${cell.impossible ?? 'gone through'}` });
    });
  });
}
