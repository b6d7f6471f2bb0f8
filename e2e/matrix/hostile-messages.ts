import { expect, type Frame } from '@playwright/test';
import type { World } from './world.ts';

const marker = 'that was all';

/** Every lie, by whoever says it: that money moved, that the page may go elsewhere, that the payment is over; and one that is huge. */
function lies(id: string): readonly unknown[] {
  const paid = { id, status: 'approved', sequence: 99, outcome: { status: 'approved', final: true } };
  const nonce = '0d6f7a3c-5c0e-4b7e-9d3e-2f1a8c4b6e90';
  return [
    { source: 'collect-payment', type: 'returned', session: id, how: 'confirm' },
    { source: 'collect-payment', type: 'returned', session: id, how: 'cancel' },
    { source: 'collect-payment-embed', nonce, type: 'settled', session: paid, outcome: paid.outcome },
    { source: 'collect-payment-host', nonce, type: 'call', method: 'cancel' },
    '{"closeInContext":true}',
    '{"returnURL":"https://stranger.example/"}',
    '{"redirectIframeUrl":"https://stranger.example/"}',
    JSON.stringify({ closeInContext: true, filler: 'x'.repeat(4_000_000) }),
    paid,
    marker,
  ];
}

/** Counts the markers that the page has heard: one for each liar that has finished. */
const listen = `(() => {
  globalThis.liarsHeard = 0;
  addEventListener('message', ({ data }) => { if (data === '${marker}') globalThis.liarsHeard += 1; });
})()`;

async function tellLies(frame: Frame, told: readonly unknown[]): Promise<void> {
  // A huge message, as often as messages are replayed.
  await frame.evaluate((each) => {
    const { parent } = globalThis as unknown as { parent: { postMessage(message: unknown, origin: string): void } };
    for (const message of each) parent.postMessage(message, '*');
  }, told);
}

/** Puts a frame into the page and returns it once it has loaded. */
async function addFrame(world: World, attributes: Readonly<Record<string, string>>): Promise<Frame> {
  const handle = await world.page.evaluateHandle((given) => {
    interface Tag extends EventTarget {
      setAttribute(name: string, value: string): void;
    }
    const { document } = globalThis as unknown as { document: { createElement(tag: string): Tag; body: { append(tag: Tag): void } } };
    const frame = document.createElement('iframe');
    for (const [name, value] of Object.entries({ hidden: '', ...given })) frame.setAttribute(name, value);
    const loaded = new Promise((resolve) => {
      frame.addEventListener('load', resolve);
    });
    document.body.append(frame);
    return loaded.then(() => frame);
  }, attributes);
  const frame = await handle.asElement()?.contentFrame();
  if (frame === null || frame === undefined) throw new Error('no frame');
  return frame;
}

/**
 * From the wrong origin (a frame whose origin is nobody's), and from the right origins but the wrong windows: the broker's own page that leads
 * back, which speaks for itself too, and a page of InstaMed's. Each says everything twice.
 */
export async function sendHostileMessages(world: World): Promise<void> {
  const { page, stack } = world;
  await page.evaluate(listen);
  const before = { view: await world.view(), status: await world.status(), sessions: (await world.sessions()).length };
  const id = (await world.sessions())[0]?.id ?? 'ps_none';
  const liars = [
    await addFrame(world, { sandbox: 'allow-scripts' }),
    await addFrame(world, { src: `${stack.broker}/return/confirm?session=${id}` }),
    await addFrame(world, { src: `${stack.broker}/return/cancel?session=${id}` }),
    await addFrame(world, { src: `${stack.sandbox}/` }),
  ];
  const told = lies(id);
  for (const liar of liars) await tellLies(liar, [...told, ...told]);
  await expect.poll(() => page.evaluate('globalThis.liarsHeard')).toBe(2 * liars.length);
  expect({ view: await world.view(), status: await world.status(), sessions: (await world.sessions()).length }).toEqual(before);
}
