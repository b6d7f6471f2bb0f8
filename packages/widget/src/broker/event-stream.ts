/** One event of a `text/event-stream`. Comments, ids and retries are left out: nobody here asks for them. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

const longestEvent = 262_144;

function readEvent(block: string): ServerEvent {
  const values = (name: string): string[] => Array.from(block.matchAll(new RegExp(`^${name}: ?(.*)$`, 'gm')), ([, value]) => value ?? '');
  return { event: values('event').at(-1) ?? 'message', data: values('data').join('\n') };
}

/**
 * Reads events until the stream ends (HTML Living Standard, "Interpreting an event stream").
 * `read` wraps each read, so that the caller can bound how long it may take.
 */
export async function* readEventStream(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  read: <T>(chunk: Promise<T>) => Promise<T>,
): AsyncGenerator<ServerEvent> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  for (;;) {
    const { done, value } = await read(reader.read());
    if (done) return;
    // The broker ends its lines with a line feed alone.
    const blocks = (pending + value).split('\n\n');
    pending = blocks.pop() ?? '';
    if (pending.length > longestEvent) throw new RangeError();
    yield* blocks.map(readEvent).filter(({ data }) => data);
  }
}
