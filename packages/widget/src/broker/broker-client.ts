import type { Display, ErrorBody, Launch, PaymentSessionView, Receipt } from '@collect-payment/contract';
import type { Environment } from '../environment.ts';
import { PaymentFailure, type WidgetErrorCode } from '../failure.ts';
import { readEventStream } from './event-stream.ts';
import { readSessionView } from './read-session-view.ts';

/** What the host's server hands to the page for one payment session. Lives in memory only. */
export interface Credentials {
  readonly id: string;
  readonly clientSecret: string;
}

const answerWithinMs = 30_000;
/** While a launch is under way, of this page or another, the broker has launches and cancels come again. */
const retryAfterMs = 1000;
// The broker sends a comment every 15 s; twice that and a stream is dead, whatever its socket says.
const silenceMs = 35_000;

const isWebUrl = (url: string): boolean => /^https?:$/.test(URL.parse(url)?.protocol ?? '');

/**
 * The broker's calls for one payment session, as design.md section 6 has them. What is no answer of the contract's throws,
 * a TypeError if need be: `SessionController.report` makes ERR_BROKER_RESPONSE of it.
 */
export class BrokerClient {
  readonly origin: string;
  readonly id: string;
  readonly #base: string;
  readonly #secret: string;
  readonly #environment: Environment;

  constructor(broker: string, credentials: Credentials, environment: Environment) {
    if (!isWebUrl(broker)) throw new PaymentFailure('ERR_BROKER_ATTRIBUTE');
    this.origin = new URL(broker).origin;
    this.id = credentials.id;
    this.#base = `${broker.replace(/\/+$/, '')}/v1/payment-sessions/${encodeURIComponent(credentials.id)}`;
    this.#secret = credentials.clientSecret;
    this.#environment = environment;
  }

  /** `insteadOf`, the end of the open page's token, asks for another page in its place. */
  async launch(display: Display, signal: AbortSignal, insteadOf?: string): Promise<Launch> {
    const launch = (await this.#json('/launch', signal, { display, insteadOf })) as Launch;
    if (!isWebUrl(launch.url)) throw new PaymentFailure('ERR_BROKER_RESPONSE');
    return launch;
  }

  /** Reads the session. `/check` has the broker look at InstaMed first, `/cancel` has it cancel; its answer is the truth. */
  async view(action: '' | '/check' | '/cancel', signal: AbortSignal): Promise<PaymentSessionView> {
    return readSessionView(await this.#json(action, signal, action ? {} : undefined), this.id);
  }

  async receipt(signal: AbortSignal): Promise<Receipt> {
    const receipt = (await this.#json('/receipt', signal)) as Receipt;
    if (!receipt.transactionId) throw new PaymentFailure('ERR_BROKER_RESPONSE');
    return receipt;
  }

  /** The receipt on paper, in the language of the tag, if the broker has that one. */
  async pdf(language: string, signal: AbortSignal): Promise<Blob> {
    return (await this.#fetch(`/receipt.pdf?language=${language}`, signal)).blob();
  }

  /** The views as they change, the current one first. Ends when the broker closes it, as it does after `reconnect`. */
  async *events(after: number, signal: AbortSignal): AsyncGenerator<PaymentSessionView> {
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const soon = <T>(chunk: Promise<T>): Promise<T> =>
      Promise.race([chunk, this.#environment.wait(silenceMs, either).then(throws('ERR_BROKER_UNREACHABLE'))]);
    try {
      const { body } = await soon(this.#fetch('/events', either, undefined, { accept: 'text/event-stream', 'last-event-id': `${after}` }));
      if (!body) return;
      for await (const { event, data } of readEventStream(body, soon)) {
        if (event === 'session') yield readSessionView(JSON.parse(data), this.id);
      }
    } finally {
      stop.abort();
    }
  }

  async #json(path: string, signal: AbortSignal, body?: object): Promise<unknown> {
    const response = await this.#fetch(path, AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]), body);
    return response.json().catch(throws('ERR_BROKER_RESPONSE'));
  }

  async #fetch(path: string, signal: AbortSignal, body?: object, headers?: Record<string, string>): Promise<Response> {
    const response = await this.#environment
      .fetch(this.#base + path, {
        method: body ? 'POST' : 'GET',
        signal,
        credentials: 'omit',
        headers: { ...headers, authorization: `Bearer ${this.#secret}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      .catch(throws('ERR_BROKER_UNREACHABLE'));
    if (response.ok) return response;
    const answer = (await response.json().catch(() => undefined)) as Partial<ErrorBody> | undefined;
    if (!answer?.error) throw new PaymentFailure('ERR_BROKER_RESPONSE', response.status);
    const { code, message, requestId } = answer.error;
    if (code !== 'ERR_LAUNCH_IN_PROGRESS') throw new PaymentFailure(code, response.status, message, requestId);
    await this.#environment.wait(retryAfterMs, signal);
    return this.#fetch(path, signal, body, headers);
  }
}

const throws = (code: WidgetErrorCode) => (): never => {
  throw new PaymentFailure(code);
};
