import type { PaymentSessionView } from '@collect-payment/contract';
import type { Clock } from '../engine/clock.ts';
import { BrokerError } from '../errors.ts';
import { EventStream } from './event-stream.ts';

const heartbeatMs = 15_000;

interface Source {
  /** Calls back with each change of one session until the returned function is called. */
  readonly subscribe: (sessionId: string, listener: (view: PaymentSessionView) => void) => () => void;
}

export interface StreamLimits {
  readonly streamsPerSession: number;
  readonly streamsPerAddress: number;
}

/** Who wants a stream: an address, as limits count it, and the sequence that it has seen, 0 for none. */
export interface StreamCaller {
  readonly address: string;
  readonly lastEventId: number;
}

/** The event streams that are open, bounded per session and per address. */
export class EventStreams {
  readonly #open = new Map<string, Set<EventStream>>();
  readonly #perAddress = new Map<string, number>();
  readonly #source: Source;
  readonly #limits: StreamLimits;
  readonly #clock: Clock;

  constructor(source: Source, limits: StreamLimits, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * A stream that shows the current state first, unless `lastEventId` says that the page has it, and then each change.
   * `readCurrent` is asked after the subscription, so that no change falls between the two. ERR_TOO_MANY_STREAMS.
   */
  async open(
    sessionId: string,
    { address, lastEventId }: StreamCaller,
    readCurrent: () => Promise<PaymentSessionView>,
  ): Promise<EventStream> {
    const siblings = this.#open.get(sessionId) ?? new Set();
    const ofAddress = this.#perAddress.get(address) ?? 0;
    if (siblings.size >= this.#limits.streamsPerSession || ofAddress >= this.#limits.streamsPerAddress)
      throw new BrokerError('ERR_TOO_MANY_STREAMS', { retryAfterSeconds: 5 });
    const stream = new EventStream(lastEventId);
    siblings.add(stream);
    this.#open.set(sessionId, siblings);
    this.#perAddress.set(address, ofAddress + 1);
    const unsubscribe = this.#source.subscribe(sessionId, (view) => stream.show(view));
    const stopBeating = this.#beat(stream);
    stream.once('close', () => {
      stopBeating();
      unsubscribe();
      siblings.delete(stream);
      if (siblings.size === 0) this.#open.delete(sessionId);
      this.#leaveAddress(address);
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

  #leaveAddress(address: string): void {
    const left = (this.#perAddress.get(address) ?? 0) - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
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
