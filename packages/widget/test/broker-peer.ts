import type { Launch, PaymentSessionView, Receipt } from '@collect-payment/contract';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly credentials: RequestCredentials | undefined;
  readonly integrity: string | undefined;
}
type Answer = () => Response | Promise<Response>;

export const brokerUrl = 'https://broker.example/pay';
export const hostedUrl = 'https://hosted.example/screen?token=t';

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

/** A refusal in the contract's shape. */
export const refusal = (status: number, code: string): Response =>
  json({ error: { code, message: 'refused', docUrl: 'https://docs.example/errors', requestId: 'req_8F2K' } }, status);

/** The host's server and the broker, as one `fetch` that speaks the contract; the element's own requests run against it. */
export class BrokerPeer {
  readonly calls: Call[] = [];
  readonly #next = new Map<string, Answer[]>();
  readonly #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  /** Sessions in the order the host gives them out. */
  readonly given: PaymentSessionView[] = [];
  session: PaymentSessionView;
  receipt: Receipt | undefined;
  launch: Launch;
  onCancel: (session: PaymentSessionView) => PaymentSessionView = (session) => session;

  constructor(session: PaymentSessionView, launch: Launch) {
    this.session = session;
    this.launch = launch;
  }

  /** Has the next call whose path ends so answered in another way; `times` times. */
  next(ending: string, answer: Answer, times = 1): void {
    this.#next.set(ending, [...(this.#next.get(ending) ?? []), ...Array.from({ length: times }, () => answer)]);
  }

  count(method: string, ending: string): number {
    return this.calls.filter((call) => call.method === method && call.path.endsWith(ending)).length;
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  /** Sends a view down every stream, whatever was sent before. */
  push(session: PaymentSessionView): void {
    this.write(`event: session\nid: ${session.sequence}\ndata: ${JSON.stringify(session)}\n\n`);
  }

  /** A change that really happened: what is read from now on says so too. */
  change(session: PaymentSessionView): void {
    this.session = session;
    this.push(session);
  }

  write(text: string): void {
    for (const stream of this.#streams) stream.enqueue(new TextEncoder().encode(text));
  }

  endStreams(): void {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }

  readonly fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, location.href);
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    this.calls.push({
      method,
      path: pathname,
      headers: new Headers(init.headers),
      body,
      credentials: init.credentials,
      integrity: init.integrity,
    });
    const planned = [...this.#next].find(([ending, answers]) => pathname.endsWith(ending) && answers.length > 0)?.[1].shift();
    if (planned) return planned();
    return this.#answer(pathname, init.signal ?? undefined);
  };

  async #answer(path: string, signal: AbortSignal | undefined): Promise<Response> {
    if (path === '/collect') return this.#give();
    if (path.endsWith('/events')) return this.#stream(signal);
    if (path.endsWith('/launch')) return json(this.launch);
    if (path.endsWith('/receipt')) return this.receipt ? json(this.receipt) : refusal(404, 'ERR_RECEIPT_NOT_FOUND');
    if (path.endsWith('/cancel')) this.session = this.onCancel(this.session);
    return json(this.session);
  }

  #give(): Response {
    this.session = this.given.shift() ?? this.session;
    return json({ id: this.session.id, clientSecret: `cs_${this.session.id}` });
  }

  #stream(signal: AbortSignal | undefined): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#streams.add(controller);
        controller.enqueue(new TextEncoder().encode(`: hello\n\nevent: session\ndata: ${JSON.stringify(this.session)}\n\n`));
        signal?.addEventListener('abort', () => {
          if (this.#streams.delete(controller)) controller.error(signal.reason);
        });
      },
      cancel: () => undefined,
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }
}
