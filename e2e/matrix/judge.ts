import { expect, type Page } from '@playwright/test';
import { left, nothing, secretWords } from '../fixtures/traces.ts';
import type { World } from './world.ts';

/** Expected of every cell: one payment of the right amount, told once to each page that saw it, and nothing left in the browser. */
export async function judge(world: World, addresses: ReadonlySet<string>): Promise<void> {
  const { sandbox, place, page, heard } = world;
  await expect(place.booked(page)).toBeVisible();
  await lookAgain(world);
  expect(await sandbox.payments()).toMatchObject([{ approvedCents: place.cents, requestedCents: place.cents, transactionStatus: 'C' }]);
  const sessions = await world.sessions();
  expect(sessions.map(({ status }) => status).filter((status) => status !== 'canceled')).toEqual(['approved']);

  const settlements = heard.settlements();
  expect(settlements.filter((times) => times !== 1)).toEqual([]);
  if (!place.byReader) expect(settlements.length).toBeGreaterThan(0);
  expect(heard.repeats()).toEqual([]);

  for (const frame of ownFrames(world))
    expect([frame.url(), JSON.parse(await frame.evaluate<string>(left))]).toEqual([frame.url(), nothing]);
  expect(await world.context.cookies()).toEqual([]);
  const told = [...addresses].map((address) => decodeURIComponent(address));
  expect(told.filter((address) => secretWords.some((word) => address.includes(word)))).toEqual([]);
}

/** A page that comes back to the front asks the broker again: what was told once is not told again by that. */
async function lookAgain({ page, place }: World): Promise<void> {
  if (place.byReader === true) return;
  const asked = page.waitForResponse((response) => /\/payment-sessions\/[^/]+$/.test(new URL(response.url()).pathname) && response.ok());
  await place.widget(page).evaluate((element) => {
    const { defaultView } = (element as unknown as { ownerDocument: { defaultView: EventTarget } }).ownerDocument;
    defaultView.dispatchEvent(new Event('online'));
  });
  await asked;
}

function ownFrames({ context, stack }: World): ReturnType<Page['frames']> {
  const ours = new Set([stack.demo, stack.broker]);
  return context.pages().flatMap((page) => page.frames().filter((frame) => ours.has(URL.parse(frame.url())?.origin ?? '')));
}
