import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { PaymentSessionView } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { encodeSessionEvent, EventStream } from './event-stream.ts';
import { EventStreams } from './event-streams.ts';

const view = (sequence: number, note = ''): PaymentSessionView =>
  ({ id: 'ps_1', sequence, metadata: { note } }) as unknown as PaymentSessionView;
const readAll = (stream: EventStream): string => String(stream.read() ?? '');

describe('an event stream', () => {
  it('writes one event to a view, on one line whatever the view holds', () => {
    expect(encodeSessionEvent(view(3, 'a\nb\r\n\nevent: x'))).toBe(
      'event: session\nid: 3\ndata: {"id":"ps_1","sequence":3,"metadata":{"note":"a\\nb\\r\\n\\nevent: x"}}\n\n',
    );
  });

  it('sends each view once, in order, and none that the page has', () => {
    const stream = new EventStream(1);
    for (const sequence of [1, 2, 2, 1, 3]) stream.show(view(sequence));
    expect(readAll(stream).match(/id: \d+/g)).toEqual(['id: 2', 'id: 3']);
  });

  it('keeps only the newest view for a page that reads slowly', async () => {
    const stream = new EventStream(0);
    const large = 'x'.repeat(20_000);
    for (let sequence = 1; sequence <= 50; sequence += 1) stream.show(view(sequence, large));
    expect(stream.readableLength).toBeLessThan(50_000);
    setImmediate(() => stream.askToReconnect());
    expect((await text(stream)).match(/id: \d+/g)).toEqual(['id: 1', 'id: 50']);
  });

  it('ends after asking to reconnect, and shows nothing then', () => {
    const stream = new EventStream(0);
    stream.askToReconnect();
    stream.show(view(1));
    stream.beat();
    expect(readAll(stream)).toBe('retry: 2000\n\nevent: reconnect\ndata: {}\n\n');
  });
});

const caller = { address: '192.0.2.1', lastEventId: 0 };

function subscriptions() {
  const listeners = new Set<(changed: PaymentSessionView) => void>();
  const subscribe = (_id: string, listener: (changed: PaymentSessionView) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const timers = new Set<() => void>();
  const setTimer = (_delayMs: number, run: () => void) => {
    timers.add(run);
    return () => timers.delete(run);
  };
  const ring = () => {
    const due = [...timers];
    timers.clear();
    for (const run of due) run();
  };
  return {
    listeners,
    timers,
    ring,
    streams: new EventStreams({ subscribe }, { streamsPerSession: 2, streamsPerAddress: 3 }, { nowMs: () => 0, setTimer }),
  };
}

describe('the event streams of a broker', () => {
  it('lose no change that comes while the current state is read', async () => {
    const { listeners, streams } = subscriptions();
    const stream = await streams.open('ps_1', caller, async () => {
      for (const listener of listeners) listener(view(2));
      return view(1);
    });
    expect(readAll(stream).match(/id: \d+/g)).toEqual(['id: 2']);
    stream.destroy();
  });

  it('beat now and then while they are open', async () => {
    const { ring, timers, streams } = subscriptions();
    const stream = await streams.open('ps_1', { ...caller, lastEventId: 1 }, async () => view(1));
    readAll(stream);
    const beat = once(stream, 'data');
    ring();
    expect(String(await beat)).toBe(': \n\n');
    expect(timers.size).toBe(1);
    stream.destroy();
    await once(stream, 'close');
    expect(timers.size).toBe(0);
  });

  it('are let go of when they close, and when the state cannot be read', async () => {
    const { listeners, streams } = subscriptions();
    const stream = await streams.open('ps_1', caller, async () => view(1));
    await expect(streams.open('ps_1', caller, () => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
    stream.destroy();
    await expect.poll(() => streams.size).toBe(0);
    expect(listeners.size).toBe(0);
  });

  it('are bounded for an address, whatever their sessions, and make room when they close', async () => {
    const { streams } = subscriptions();
    const open = (session: string, address = '192.0.2.1') => streams.open(session, { address, lastEventId: 0 }, async () => view(1));
    const held = [await open('ps_1'), await open('ps_2'), await open('ps_3')];
    await expect(open('ps_4')).rejects.toMatchObject({ code: 'ERR_TOO_MANY_STREAMS' });
    held.push(await open('ps_4', '192.0.2.2'));
    held[0]?.destroy();
    await expect.poll(() => streams.size).toBe(3);
    held.push(await open('ps_5'));
    for (const stream of held) stream.destroy();
  });
});
