/** One event of a `text/event-stream`, or a sign of life (a comment) without one. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

const longestEvent = 262_144;

/** Splits text into complete events: HTML Living Standard, "Interpreting an event stream". Ids are the views' own sequences. */
class EventParser {
  #pending = '';
  #event = '';
  #data: string[] = [];

  push(text: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    // A carriage return at the very end may be half of a CRLF: it waits for what follows.
    const lines = (this.#pending + text).split(/\r\n|\n|\r(?!$)/);
    this.#pending = lines.pop() ?? '';
    if (this.#pending.length > longestEvent) throw new RangeError('event too long');
    for (const line of lines) {
      if (line === '') this.#dispatch(events);
      else this.#field(line);
    }
    return events;
  }

  #field(line: string): void {
    const [, name, value] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === 'event') this.#event = value ?? '';
    else if (name === 'data') this.#data.push(value ?? '');
  }

  #dispatch(events: ServerEvent[]): void {
    if (this.#data.length > 0) events.push({ event: this.#event || 'message', data: this.#data.join('\n') });
    this.#event = '';
    this.#data = [];
  }
}

/** Reads events until the stream ends. `read` wraps each read, so that the caller can bound how long it may take. */
export async function* readEventStream(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  read: <T>(chunk: Promise<T>) => Promise<T>,
): AsyncGenerator<ServerEvent> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await read(reader.read());
      if (done) return;
      yield* parser.push(value);
    }
  } finally {
    // Not awaited: a stream that hangs must not hang its reader's end too.
    reader.cancel().catch(() => undefined);
  }
}
