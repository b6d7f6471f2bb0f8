import type { Display, Launch, PaymentSessionView, Receipt } from '@collect-payment/contract';
import type { Environment } from '../environment.ts';
import { PaymentFailure } from '../failure.ts';
import { readEventStream } from './event-stream.ts';
import { isRecord, readSessionView } from './read-session-view.ts';

/** What the host's server hands to the page for one payment session. Lives in memory only. */
export interface Credentials {
  readonly id: string;
  readonly clientSecret: string;
}

const answerWithinMs = 30_000;
// The broker sends a comment every 15 s; twice that and a stream is dead, whatever its socket says.
const silenceMs = 35_000;

const isWebUrl = (text: unknown): text is string => typeof text === 'string' && /^https?:$/.test(URL.parse(text)?.protocol ?? '');

/** The broker's calls for one payment session, as design.md section 6 has them. Throws `PaymentFailure` only. */
export class BrokerClient {
  readonly origin: string;
  readonly id: string;
  readonly #base: string;
  readonly #secret: string;
  readonly #environment: Environment;

  constructor(broker: string, credentials: Credentials, environment: Environment) {
    if (!isWebUrl(broker)) throw PaymentFailure.of('ERR_BROKER_ATTRIBUTE');
    this.origin = new URL(broker).origin;
    this.id = credentials.id;
    this.#base = `${broker.replace(/\/+$/, '')}/v1/payment-sessions/${encodeURIComponent(credentials.id)}`;
    this.#secret = credentials.clientSecret;
    this.#environment = environment;
  }

  async launch(display: Display, signal: AbortSignal): Promise<Launch> {
    const launch = await this.#json('POST', '/launch', signal, { display });
    if (!isRecord(launch) || !isWebUrl(launch['url'])) throw PaymentFailure.of('ERR_BROKER_RESPONSE');
    return launch as unknown as Launch;
  }

  async read(signal: AbortSignal): Promise<PaymentSessionView> {
    return readSessionView(await this.#json('GET', '', signal), this.id);
  }

  /** Asks the broker to look at InstaMed now; its answer is the truth, not what made us ask. */
  async check(signal: AbortSignal): Promise<PaymentSessionView> {
    return readSessionView(await this.#json('POST', '/check', signal, {}), this.id);
  }

  async cancel(signal: AbortSignal): Promise<PaymentSessionView> {
    return readSessionView(await this.#json('POST', '/cancel', signal, {}), this.id);
  }

  async receipt(signal: AbortSignal): Promise<Receipt> {
    const receipt = await this.#json('GET', '/receipt', signal);
    if (!isRecord(receipt) || typeof receipt['transactionId'] !== 'string') throw PaymentFailure.of('ERR_BROKER_RESPONSE');
    return receipt as unknown as Receipt;
  }

  /** The views as they change, the current one first. Ends when the broker asks to reconnect or closes. */
  async *events(after: number, signal: AbortSignal): AsyncGenerator<PaymentSessionView> {
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    try {
      const headers = { accept: 'text/event-stream', 'last-event-id': String(after) };
      const { body } = await this.#within(answerWithinMs, either, this.#fetch('GET', '/events', either, headers));
      if (!body) throw PaymentFailure.of('ERR_BROKER_RESPONSE');
      for await (const { event, data } of readEventStream(body, (chunk) => this.#within(silenceMs, either, chunk))) {
        if (event === 'reconnect') return;
        if (event === 'session') yield readSessionView(parseJson(data), this.id);
      }
    } finally {
      stop.abort();
    }
  }

  async #json(method: string, path: string, signal: AbortSignal, body?: object): Promise<unknown> {
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    try {
      const answer = this.#fetch(method, path, either, { accept: 'application/json' }, body).then((response) => response.text());
      return parseJson(await this.#within(answerWithinMs, either, answer));
    } finally {
      stop.abort();
    }
  }

  async #fetch(method: string, path: string, signal: AbortSignal, headers: Record<string, string>, body?: object): Promise<Response> {
    const response = await this.#environment
      .fetch(this.#base + path, {
        method,
        signal,
        credentials: 'omit',
        cache: 'no-store',
        headers: { ...headers, authorization: `Bearer ${this.#secret}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      .catch(() => {
        throw PaymentFailure.of('ERR_BROKER_UNREACHABLE');
      });
    if (response.ok) return response;
    throw await readRefusal(response);
  }

  async #within<T>(ms: number, signal: AbortSignal, answer: Promise<T>): Promise<T> {
    const late = this.#environment.wait(ms, signal).then(() => {
      throw PaymentFailure.of('ERR_BROKER_UNREACHABLE');
    });
    return Promise.race([answer, late]);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw PaymentFailure.of('ERR_BROKER_RESPONSE');
  }
}

async function readRefusal(response: Response): Promise<PaymentFailure> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = isRecord(body) ? body['error'] : undefined;
  if (!isRecord(error) || !/^ERR_[A-Z0-9_]+$/.test(String(error['code']))) return PaymentFailure.of('ERR_BROKER_RESPONSE', response.status);
  const requestId = error['requestId'];
  return new PaymentFailure(String(error['code']), String(error['message']), {
    status: response.status,
    requestId: typeof requestId === 'string' ? requestId : undefined,
  });
}
