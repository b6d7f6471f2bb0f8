import type { WebhookFailure } from '@collect-payment/contract';
import { errors, Pool } from 'undici';
import { createGuardedConnector, ForbiddenAddressError, type ConnectorOptions } from './guarded-connector.ts';
import { attemptsInFlight } from './endpoint-dispatcher.ts';
import type { SendAnswer, WebhookSender } from './webhook-sender.ts';

export interface SenderOptions extends ConnectorOptions {
  /** From the connection to the answer's head. */
  readonly timeoutMs: number;
}

/** Sends over HTTP, on connections of the endpoint's own. */
export class HttpWebhookSender implements WebhookSender {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #timeoutMs: number;

  constructor(url: string, options: SenderOptions) {
    const { origin, pathname, search } = new URL(url);
    const { timeoutMs } = options;
    this.#path = `${pathname}${search}`;
    this.#timeoutMs = timeoutMs;
    this.#pool = new Pool(origin, {
      connections: attemptsInFlight,
      connect: createGuardedConnector(options),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }

  async send(headers: Readonly<Record<string, string>>, body: string): Promise<SendAnswer> {
    try {
      const answer = await this.#pool.request({
        method: 'POST',
        path: this.#path,
        headers: { 'content-type': 'application/json', 'user-agent': 'collect-payment-webhooks/1', ...headers },
        body,
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      // Small bodies are drained, so that the connection can be used again; a large or endless one ends the connection.
      await answer.body.dump({ limit: 16_384 }).catch(() => undefined);
      return { type: 'answer', status: answer.statusCode, retryAfter: answer.headers['retry-after'] };
    } catch (error) {
      return { type: 'failure', failure: judgeFailure(error) };
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

function judgeFailure(error: unknown): Exclude<WebhookFailure, 'http_status'> {
  if (error instanceof ForbiddenAddressError) return 'forbidden_address';
  const timedOut =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    (error instanceof Error && error.name === 'TimeoutError');
  return timedOut ? 'timeout' : 'unreachable';
}
