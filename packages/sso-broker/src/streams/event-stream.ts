import { Readable } from 'node:stream';
import type { PaymentSessionView } from '@collect-payment/contract';

/** One server-sent event with a whole view: a page that missed some has lost nothing. */
export function encodeSessionEvent(view: PaymentSessionView): string {
  return `event: session\nid: ${view.sequence}\ndata: ${JSON.stringify(view)}\n\n`;
}

/**
 * The body of one event stream. Views go out in the order of their sequence, each at most once. While the page reads more slowly
 * than the session changes only the newest view waits, so a stream never holds more than one.
 */
export class EventStream extends Readable {
  #waiting: PaymentSessionView | undefined;
  #lastSequence: number;
  #wanted = true;
  #ended = false;

  /** `lastEventId` is the sequence the page has already seen, 0 for none. */
  constructor(lastEventId: number) {
    super({ highWaterMark: 16 * 1024 });
    this.#lastSequence = lastEventId;
    this.push('retry: 2000\n\n');
  }

  override _read(): void {
    this.#wanted = true;
    const view = this.#waiting;
    this.#waiting = undefined;
    if (view !== undefined) this.show(view);
  }

  show(view: PaymentSessionView): void {
    if (this.#ended || this.destroyed || view.sequence <= (this.#waiting?.sequence ?? this.#lastSequence)) return;
    if (!this.#wanted) {
      this.#waiting = view;
      return;
    }
    this.#lastSequence = view.sequence;
    this.#wanted = this.push(encodeSessionEvent(view));
  }

  /** A comment, so that proxies see life and the broker notices a page that is gone. */
  beat(): void {
    if (this.#wanted && !this.#ended && !this.destroyed) this.#wanted = this.push(': \n\n');
  }

  /** Tells the page to come back elsewhere, and ends. */
  askToReconnect(): void {
    if (this.#ended || this.destroyed) return;
    this.#ended = true;
    this.push('event: reconnect\ndata: {}\n\n');
    this.push(null);
  }
}
