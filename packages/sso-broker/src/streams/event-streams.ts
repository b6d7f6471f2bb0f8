import type { PaymentSessionView } from '@collect-payment/contract';
import type { Clock } from '../engine/clock.ts';
import { BrokerError } from '../errors.ts';
import { EventStream } from './event-stream.ts';

const heartbeatMs = 15_000;

interface Source {
  /** Calls back with each change of one session until the returned function is called. */
  readonly subscribe: (sessionId: string, listener: (view: PaymentSessionView) => void) => () => void;
}

/** The event streams that are open, bounded per session. */
export class EventStreams {
  readonly #open = new Map<string, Set<EventStream>>();
  readonly #source: Source;
  readonly #perSession: number;
  readonly #clock: Clock;

  constructor(source: Source, perSession: number, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
    this.#perSession = perSession;
  }

  /**
   * A stream that shows the current state first, unless `lastEventId` says that the page has it, and then each change.
   * `readCurrent` is asked after the subscription, so that no change falls between the two. ERR_TOO_MANY_STREAMS.
   */
  async open(sessionId: string, lastEventId: number, readCurrent: () => Promise<PaymentSessionView>): Promise<EventStream> {
    const siblings = this.#open.get(sessionId) ?? new Set();
    if (siblings.size >= this.#perSession) throw new BrokerError('ERR_TOO_MANY_STREAMS', { retryAfterSeconds: 5 });
    const stream = new EventStream(lastEventId);
    siblings.add(stream);
    this.#open.set(sessionId, siblings);
    const unsubscribe = this.#source.subscribe(sessionId, (view) => stream.show(view));
    const stopBeating = this.#beat(stream);
    stream.once('close', () => {
      stopBeating();
      unsubscribe();
      siblings.delete(stream);
      if (siblings.size === 0) this.#open.delete(sessionId);
    });
    try {
      stream.show(await readCurrent());
    } catch (error) {
      stream.destroy();
      throw error;
    }
    return stream;
  }

  get size(): number {
    return [...this.#open.values()].reduce((total, streams) => total + streams.size, 0);
  }

  /** Sends every page to reconnect; used when the broker drains. */
  drain(): void {
    for (const streams of this.#open.values()) for (const stream of streams) stream.askToReconnect();
  }

  #beat(stream: EventStream): () => void {
    const next = (): (() => void) =>
      this.#clock.setTimer(heartbeatMs, () => {
        stream.beat();
        cancel = next();
      });
    let cancel = next();
    return () => cancel();
  }
}
