import { setTimeout } from 'node:timers/promises';
import { expect, type Frame, type Page } from '@playwright/test';
import { left, nothing, secretWords } from '../fixtures/traces.ts';
import type { World } from './world.ts';

const patienceMs = 20_000;

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

  await expect(() => judgeTraces(world)).toPass({ timeout: 120_000 });
  expect(await world.context.cookies()).toEqual([]);
  const told = [...addresses].map((address) => decodeURIComponent(address));
  expect(told.filter((address) => secretWords.some((word) => address.includes(word)))).toEqual([]);
}

/** Every frame of ours is asked again if one does not answer: it may have been on its way out when it was asked. */
async function judgeTraces(world: World): Promise<void> {
  const found = await Promise.all(ownFrames(world).map(async (frame) => [frame.url(), await answerOf(frame)] as const));
  expect(found).toEqual(found.map(([url]) => [url, nothing]));
}

/** What a frame has left behind. A frame whose document is gone without notice would be waited for until the test ends. */
async function answerOf(frame: Frame): Promise<unknown> {
  const silence = new AbortController();
  const silent = setTimeout(patienceMs, 'no answer', { signal: silence.signal });
  const answer = frame.evaluate<string>(left).then((text): unknown => JSON.parse(text));
  return Promise.race([answer, silent]).finally(() => silence.abort());
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
