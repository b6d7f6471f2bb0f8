import type { PaymentSessionStatus, PaymentSessionView } from '@collect-payment/contract';

export interface ServerSentEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Reads a stream of server-sent events (WHATWG HTML 9.2). Comments and retry times are passed over. */
export class EventReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(body: ReadableStream<Uint8Array>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** The next event; undefined at the end of the stream. */
  async next(): Promise<ServerSentEvent | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end === -1) {
        const { done, value } = await this.#chunks.next();
        if (done) return undefined;
        this.#text += this.#decoder.decode(value, { stream: true });
        continue;
      }
      const fields = new Map(
        this.#text
          .slice(0, end)
          .split('\n')
          .map((line) => splitLine(line)),
      );
      this.#text = this.#text.slice(end + 2);
      if (fields.has('data')) return { event: fields.get('event') ?? 'message', id: fields.get('id'), data: fields.get('data') ?? '' };
    }
  }

  async nextView(): Promise<PaymentSessionView> {
    const event = await this.next();
    if (event?.event !== 'session') throw new Error(`expected a session event, got ${event?.event ?? 'the end'}`);
    return JSON.parse(event.data) as PaymentSessionView;
  }

  /** The first view in one of these statuses. */
  async until(...statuses: readonly PaymentSessionStatus[]): Promise<PaymentSessionView> {
    for (;;) {
      const view = await this.nextView();
      if (statuses.includes(view.status)) return view;
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

function splitLine(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return colon === -1 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}
