import { wipe } from '@collect-payment/protocol/card-data';
import type { Dialect, Packet, ReaderMessage } from './dialect/reader-message.ts';
import { ReaderError } from './reader-error.ts';
import type { Transport, TransportEvents } from './transport/transport.ts';

/** One device, open, and what is said over it. Messages that nobody waits for are dropped, and wiped. */
export class Conversation {
  readonly #dialect: Dialect;
  readonly #transport: Transport;
  #listener: ((message: ReaderMessage) => void) | undefined;
  #fail: ((error: ReaderError) => void) | undefined;
  #ended: ReaderError | undefined;

  private constructor(dialect: Dialect, connect: { readonly transport: Transport; readonly bind: (events: TransportEvents) => void }) {
    this.#dialect = dialect;
    this.#transport = connect.transport;
    connect.bind({
      received: (bytes, channel, reportId) => this.#receive(bytes, channel, reportId),
      gone: () => this.#end(new ReaderError('ERR_READER_GONE')),
    });
  }

  static async open(dialect: Dialect, connect: (events: TransportEvents) => Promise<Transport>): Promise<Conversation> {
    let events: TransportEvents | undefined;
    const transport = await connect({
      received: (bytes, channel, reportId) => events?.received(bytes, channel, reportId),
      gone: () => events?.gone(),
    });
    return new Conversation(dialect, { transport, bind: (bound) => void (events = bound) });
  }

  /** Sends, and answers with what `judge` makes of a message; undefined waits for the next. Rejects with whatever ends the conversation. */
  async ask<Answer>(packets: readonly Packet[], judge: (message: ReaderMessage) => Answer | undefined): Promise<Answer> {
    if (this.#ended !== undefined) throw this.#ended;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    // The answer may come while the packets are still being sent.
    promise.catch(() => undefined);
    this.#fail = reject;
    this.#listener = (message) => {
      try {
        const answer = judge(message);
        if (answer === undefined) return;
        resolve(answer);
      } catch (error) {
        reject(error);
      }
      // One answer to one question: a second card is nobody's.
      this.#listener = undefined;
    };
    try {
      await this.send(packets);
      return await promise;
    } finally {
      this.#listener = undefined;
      this.#fail = undefined;
    }
  }

  async send(packets: readonly Packet[]): Promise<void> {
    for (const packet of packets) await this.#transport.send(packet);
  }

  /** Ends the waiting of `ask` with this error. */
  interrupt(error: ReaderError): void {
    this.#fail?.(error);
  }

  async close(): Promise<void> {
    this.#listener = undefined;
    this.#dialect.clear();
    await this.#transport.close();
  }

  #receive(bytes: Uint8Array, channel: 'input' | 'feature', reportId: number): void {
    let messages: readonly ReaderMessage[];
    try {
      messages = this.#dialect.receive(bytes, channel, reportId);
    } catch (error) {
      return this.#end(error instanceof ReaderError ? error : new ReaderError('ERR_READER_GARBLED'));
    }
    for (const message of messages) {
      if (this.#listener === undefined) {
        if (message.type === 'card') wipe(message.data);
      } else this.#listener(message);
    }
  }

  #end(error: ReaderError): void {
    this.#ended = error;
    this.#fail?.(error);
  }
}
