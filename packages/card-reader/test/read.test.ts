import { decodeHex, encodeEmvResponse, readCardData } from '@collect-payment/protocol/card-data';
import { describe, expect, test } from 'vitest';
import { followHostedScreen, openReader, type CardReader, type Progress, type ReadRequest } from '../src/index.ts';
import { judgeRead } from '../src/judge-read.ts';
import { SimulatedReader, type SimulatedModel, type SimulatedReaderOptions } from '../src/simulated/index.ts';
import { deskWith } from './desk.ts';
import { ManualTimer } from './manual-timer.ts';

const models: readonly SimulatedModel[] = ['dynaflex', 'dynaflex-usb', 'edynamo', 'augusta'];

async function stage(options: SimulatedReaderOptions = {}) {
  const simulated = new SimulatedReader(options);
  const { desk, found, bus } = await deskWith(simulated);
  const timer = new ManualTimer();
  const page = new EventTarget();
  const reader = openReader(found, { bus, startTimer: timer.start, hostedScreen: followHostedScreen(page) });
  return { simulated, desk, timer, page, reader };
}

/** Resolves once the reader is in a state. */
const becomes = (reader: SimulatedReader, state: SimulatedReader['state']): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (reader.state === state) resolve();
    };
    reader.addEventListener('change', look);
    look();
  });

const ask = (reader: CardReader, request: Partial<ReadRequest> = {}) =>
  reader.read({ requestedCents: 12_500, timeoutMs: 60_000, ...request });

const responseOf = (responseCode: string) =>
  encodeEmvResponse({ responseCode, ksn: decodeHex('9500020000DD2E200001'), deviceSerialNumber: new Uint8Array(8) }, new Uint8Array(4));

describe.each(models)('a %s', (model) => {
  test('says who it is, and is let go of', async () => {
    const { reader, desk, simulated } = await stage({ model, serialNumber: 'C0FFEE1', firmwareVersion: '1.2-PCI' });
    expect(await reader.identify()).toMatchObject({ serialNumber: 'C0FFEE1', firmwareVersion: '1.2-PCI' });
    expect(desk.isHeld(simulated)).toBe(false);
  });

  test.each([
    ['chip', { entry: 'chip', fallback: false }],
    ['contactless', { entry: 'contactless', fallback: false }],
    ['swipe', { entry: 'swipe', fallback: false }],
  ] as const)('reads a %s and gives nothing but what it has encrypted', async (way, expected) => {
    const { reader, simulated } = await stage({ model });
    simulated.present({ way, bin: '550000', lastFour: '0004' });
    const read = await ask(reader);
    expect(read).toMatchObject({ ...expected, maskedNumber: { bin: '550000', lastFour: '0004' } });
    expect(readCardData(read.data).ksn).toHaveLength(20);
  });

  test('is shown the amount, and its card the issuer’s answer', async () => {
    const { reader, desk, simulated } = await stage({ model });
    const shown: unknown[] = [];
    simulated.addEventListener('change', (event) => shown.push((event as Event & { requestedCents?: number }).requestedCents));
    simulated.present({ way: 'chip' });
    await ask(reader);
    expect(shown[0]).toBe(12_500);
    expect(desk.isHeld(simulated)).toBe(true);
    await reader.finish(responseOf('00'));
    expect([simulated.state, desk.isHeld(simulated)]).toEqual(['approved', false]);
  });

  test('tells its card of a decline', async () => {
    const { reader, simulated } = await stage({ model });
    simulated.present({ way: 'chip' });
    await ask(reader);
    await reader.finish(responseOf('05'));
    expect(simulated.state).toBe('declined');
  });

  test('reads all the same when the wire cuts every message to pieces', async () => {
    // WebHID hands over whole reports; a V5 report is one by definition.
    const { reader, simulated } = await stage({ model, ...(model !== 'edynamo' && { pieceBytes: 7 }) });
    simulated.present({ way: 'chip' });
    expect((await ask(reader)).entry).toBe('chip');
  });

  test('that reads in the clear is refused, and let go of', async () => {
    const { reader, desk, simulated } = await stage({ model });
    simulated.present({ way: 'clear' });
    await expect(ask(reader)).rejects.toMatchObject({ code: 'ERR_READER_CLEAR', message: expect.not.stringMatching(/\d/) });
    expect(desk.isHeld(simulated)).toBe(false);
  });

  test('that is pulled out while it waits ends the read', async () => {
    const { reader, desk, simulated } = await stage({ model });
    const reading = ask(reader);
    await becomes(simulated, 'waiting');
    desk.unplug(simulated);
    await expect(reading).rejects.toMatchObject({ code: 'ERR_READER_GONE' });
  });

  test('that is pulled out after the read does not keep the payment from its end', async () => {
    const { reader, desk, simulated } = await stage({ model });
    simulated.present({ way: 'chip' });
    await ask(reader);
    desk.unplug(simulated);
    await expect(reader.finish(responseOf('00'))).resolves.toBeUndefined();
  });

  test('stops waiting when the person cancels', async () => {
    const { reader, desk, simulated } = await stage({ model });
    const cancel = new AbortController();
    const reading = ask(reader, { signal: cancel.signal });
    await becomes(simulated, 'waiting');
    cancel.abort();
    await expect(reading).rejects.toMatchObject({ code: 'ERR_READER_CANCELED' });
    expect([simulated.state, desk.isHeld(simulated)]).toEqual(['canceled', false]);
  });

  test('is let go of when no card came in time', async () => {
    const { reader, desk, simulated, timer } = await stage({ model });
    const reading = ask(reader, { timeoutMs: 30_000 });
    await becomes(simulated, 'waiting');
    timer.pass(30_000);
    await expect(reading).rejects.toMatchObject({ code: 'ERR_READER_TIMEOUT' });
    expect([desk.isHeld(simulated), timer.waiting]).toEqual([false, 0]);
  });

  test('may end the wait itself', async () => {
    const { reader, simulated } = await stage({ model });
    const reading = ask(reader);
    await becomes(simulated, 'waiting');
    simulated.timeOut();
    await expect(reading).rejects.toMatchObject({ code: 'ERR_READER_TIMEOUT' });
  });

  test('that sends noise is not believed', async () => {
    const { reader, simulated } = await stage({ model });
    const reading = ask(reader);
    await becomes(simulated, 'waiting');
    simulated.sendRaw(new Uint8Array(64).fill(0xa5));
    await expect(reading).rejects.toMatchObject({ code: 'ERR_READER_GARBLED' });
  });

  test('can be read again after a card that it could not read', async () => {
    const { reader, simulated } = await stage({ model });
    simulated.present({ way: 'unreadable' });
    await expect(ask(reader)).rejects.toMatchObject({ code: 'ERR_READER_REFUSED' });
    simulated.present({ way: 'chip' });
    expect((await ask(reader)).entry).toBe('chip');
  });
});

test('a fallback is told as it happens, and in the read', async () => {
  const { reader, simulated } = await stage();
  const progress: Progress[] = [];
  simulated.present({ way: 'fallback' });
  const read = await ask(reader, { onProgress: (step) => progress.push(step) });
  expect(progress).toEqual(['waiting', 'inserted', 'fallback', 'processing']);
  expect(read).toMatchObject({ entry: 'swipe', fallback: true });
});

test('a read in the clear is overwritten before anybody is told of it', () => {
  const data = Uint8Array.from(';4111111111111111=30121010000012345678?', (character) => character.charCodeAt(0));
  expect(() => judgeRead({ type: 'card', entry: 'swipe', data })).toThrow('not encrypted');
  expect(data.every((byte) => byte === 0)).toBe(true);
});

test('a wiped read is zeros', async () => {
  const { reader, simulated } = await stage();
  simulated.present({ way: 'chip' });
  const read = await ask(reader);
  read.wipe();
  expect(read.data.every((byte) => byte === 0)).toBe(true);
});

test('a card that comes when nobody asks is nobody’s', async () => {
  const { reader, simulated } = await stage();
  simulated.present({ way: 'chip' });
  const first = await ask(reader);
  await reader.finish();
  simulated.present({ way: 'chip' });
  const second = await ask(reader);
  expect(readCardData(second.data).ksn).not.toBe(readCardData(first.data).ksn);
});

test('a reader is asked for one thing at a time', async () => {
  const { reader, simulated } = await stage();
  const reading = ask(reader);
  await becomes(simulated, 'waiting');
  await expect(ask(reader)).rejects.toMatchObject({ code: 'ERR_READER_BUSY' });
  simulated.present({ way: 'chip' });
  await reading;
});

test('a reader that another program has is busy', async () => {
  const { reader, desk, simulated } = await stage();
  desk.take(simulated);
  await expect(ask(reader)).rejects.toMatchObject({ code: 'ERR_READER_BUSY' });
  desk.take(simulated, false);
  simulated.present({ way: 'chip' });
  expect((await ask(reader)).entry).toBe('chip');
});

const tell = (page: EventTarget, status: string, view = status) =>
  page.dispatchEvent(Object.assign(new Event('payment-state-change'), { session: { id: 'ps_1', status }, view }));

describe('while a page of InstaMed is open', () => {
  test('no reader is opened', async () => {
    const { reader, desk, simulated, page } = await stage();
    tell(page, 'open');
    await expect(ask(reader)).rejects.toMatchObject({ code: 'ERR_READER_BUSY' });
    await expect(reader.identify()).rejects.toMatchObject({ code: 'ERR_READER_BUSY' });
    expect(desk.isHeld(simulated)).toBe(false);
    tell(page, 'approved');
    simulated.present({ way: 'chip' });
    expect((await ask(reader)).entry).toBe('chip');
  });

  test('one that is being read is let go of before the broker has told that the page is open', async () => {
    const { reader, desk, simulated, page } = await stage();
    const reading = ask(reader);
    await becomes(simulated, 'waiting');
    tell(page, 'created', 'launching');
    await expect(reading).rejects.toMatchObject({ code: 'ERR_READER_BUSY' });
    expect(desk.isHeld(simulated)).toBe(false);
    tell(page, 'created', 'open');
    await expect(ask(reader)).rejects.toMatchObject({ code: 'ERR_READER_BUSY' });
  });

  test('one that is being read is let go of', async () => {
    const { reader, desk, simulated, page } = await stage();
    const reading = ask(reader);
    await becomes(simulated, 'waiting');
    tell(page, 'launching');
    await expect(reading).rejects.toMatchObject({ code: 'ERR_READER_BUSY' });
    expect(desk.isHeld(simulated)).toBe(false);
  });
});
