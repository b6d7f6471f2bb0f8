import { afterEach, expect, test } from 'vitest';
import { readEventStream, type ServerEvent } from '../src/broker/event-stream.ts';
import { refusal } from './broker-peer.ts';
import { Clinic } from './harness.ts';
import { moved } from './samples.ts';

let clinic: Clinic | undefined;
afterEach(() => clinic?.close());

async function paying(): Promise<Clinic> {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  return clinic;
}

test('the stream is asked for from the last view on', async () => {
  const { broker } = await paying();
  expect(broker.calls.findLast(({ path }) => path.endsWith('/events'))?.headers.get('last-event-id')).toBe('1');
});

test('a stream that ends is opened again, and nothing is missed', async () => {
  const page = await paying();
  page.broker.endStreams();
  page.broker.session = moved(page.broker.session, 'approved');
  await page.pass(2000);
  expect(page.words).toContain('Paid $125.00');
});

test('a broker that asks to reconnect gets another stream', async () => {
  const page = await paying();
  page.broker.write('event: reconnect\ndata: {}\n\n');
  page.broker.endStreams();
  await page.pass(2000);
  expect(page.broker.count('GET', '/events')).toBe(2);
});

test('a stream that falls silent is given up', async () => {
  const page = await paying();
  await page.pass(34_000);
  expect(page.broker.count('GET', '/events')).toBe(1);
  await page.pass(4000);
  expect(page.broker.count('GET', '/events')).toBe(2);
});

test('where streams do not get through, the broker is read every 10 s', async () => {
  clinic = await new Clinic().open();
  clinic.broker.next('/events', () => new Response('', { status: 502 }), 20);
  await clinic.press('Collect $125.00');
  await clinic.pass(30_000);
  expect(clinic.broker.count('GET', '/events')).toBe(3);
  const before = clinic.broker.count('GET', clinic.broker.session.id);
  await clinic.pass(30_000);
  expect(clinic.broker.count('GET', clinic.broker.session.id) - before).toBe(3);
  clinic.broker.session = moved(clinic.broker.session, 'approved');
  await clinic.pass(10_000);
  expect(clinic.words).toContain('Paid $125.00');
});

test('a refusal that no retry can mend ends the following and is reported', async () => {
  clinic = await new Clinic().open();
  clinic.broker.next('/events', () => refusal(403, 'ERR_CLIENT_SECRET_FOREIGN'));
  await clinic.press('Collect $125.00');
  await clinic.pass(60_000);
  expect(clinic.errors.map(({ code }) => code)).toEqual(['ERR_CLIENT_SECRET_FOREIGN']);
  expect(clinic.broker.count('GET', '/events')).toBe(1);
});

test('garbage in the stream is survived', async () => {
  const page = await paying();
  page.broker.write('event: session\ndata: {"id":\n\n');
  await page.rest();
  page.broker.session = moved(page.broker.session, 'declined');
  await page.pass(5000);
  expect(page.words).toContain('declined');
});

test('a view of another session in the stream is not taken', async () => {
  const page = await paying();
  page.broker.push({ ...moved(page.broker.session, 'approved'), id: 'ps_other' });
  await page.rest();
  expect(page.words).toContain('Secure payment page');
});

test('a settled session is followed no more, one that may still be found paid is', async () => {
  const page = await paying();
  await page.happens(moved(page.broker.session, 'canceled', { final: false }));
  expect(page.broker.openStreams).toBe(1);
  await page.happens(moved(page.broker.session, 'approved', { late: true }));
  expect(page.broker.openStreams).toBe(0);
});

test('the page catches up when it is online again', async () => {
  const page = await paying();
  page.broker.endStreams();
  page.broker.session = moved(page.broker.session, 'declined');
  window.dispatchEvent(new Event('online'));
  await page.rest();
  expect(page.words).toContain('declined');
});

test('an idle element holds no stream', async () => {
  clinic = await new Clinic().open();
  expect(clinic.broker.openStreams).toBe(0);
});

test('a launch or a cancel that meets one under way comes again', async () => {
  clinic = await new Clinic().open();
  clinic.broker.next('/launch', () => refusal(409, 'ERR_LAUNCH_IN_PROGRESS'), 2);
  await clinic.press('Collect $125.00');
  await clinic.pass(2000);
  expect(clinic.frame).not.toBeNull();
  expect(clinic.errors).toEqual([]);
});

async function events(...chunks: string[]): Promise<ServerEvent[]> {
  const bytes = new TextEncoder();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(bytes.encode(chunk));
      controller.close();
    },
  });
  const read: ServerEvent[] = [];
  for await (const event of readEventStream(stream, (chunk) => chunk)) read.push(event);
  return read;
}

test('events are read whole, wherever the chunks break', async () => {
  expect(await events('event: ses', 'sion\nda', 'ta: {"a":\ndata: 1}\n', '\n: beat\n\ndata:x\n\n', 'data: cut')).toEqual([
    { event: 'session', data: '{"a":\n1}' },
    { event: 'message', data: 'x' },
  ]);
});

test('an event without an end is refused before it fills the memory', async () => {
  await expect(events(`data: ${'x'.repeat(300_000)}`)).rejects.toThrow(RangeError);
});
