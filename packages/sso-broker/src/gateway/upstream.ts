import { errors, Pool } from 'undici';
import type { Unavailable } from '../engine/gateway.ts';
import type { UpstreamOperation } from '../errors.ts';
import { connectOptions, type UpstreamTls } from './upstream-tls.ts';

export interface UpstreamAnswer {
  readonly type: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

export interface UpstreamRequest {
  readonly operation: UpstreamOperation;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** An answer longer than this is unreadable. */
  readonly maxBytes: number;
}

export interface UpstreamOptions {
  readonly connectTimeoutMs: number;
  /** From the call, with whatever wait there is for a connection, to the last byte read. */
  readonly answerTimeoutMs: number;
  readonly tls: UpstreamTls;
}

/** The most connections of one broker to one origin, for each kind of call. Polls never take a launch's, a sale's, a receipt's or a refund's. */
const connections: Readonly<Record<UpstreamOperation, number>> = {
  launch: 32,
  'token-status': 96,
  receipt: 32,
  sale: 32,
  reversal: 8,
};

/** The connections to InstaMed, one pool for each origin and kind of call. Never follows a redirect, never sends twice, and judges no status. */
export class Upstream {
  readonly #pools = new Map<string, Pool>();
  readonly #options: UpstreamOptions;

  constructor(options: UpstreamOptions) {
    this.#options = options;
  }

  /** Posts, and reads the whole answer within the time and size allowed. */
  async post({ operation, url, headers, body, maxBytes }: UpstreamRequest): Promise<UpstreamAnswer | Unavailable> {
    const { origin, pathname, search } = new URL(url);
    try {
      const answer = await this.#pool(operation, origin).request({
        method: 'POST',
        path: `${pathname}${search}`,
        headers,
        body,
        signal: AbortSignal.timeout(this.#options.answerTimeoutMs),
      });
      const bytes = await readAtMost(answer.body, maxBytes);
      if (bytes === undefined) return { type: 'unavailable', reason: 'unreadable' };
      return { type: 'answer', status: answer.statusCode, headers: answer.headers, body: bytes };
    } catch (error) {
      return { type: 'unavailable', reason: judgeFailure(error), ...(neverConnected(error) && { notSent: true }) };
    }
  }

  /** Ends every connection; calls in flight become `unreachable`. */
  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
  }

  #pool(operation: UpstreamOperation, origin: string): Pool {
    const key = `${operation} ${origin}`;
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const { connectTimeoutMs, answerTimeoutMs, tls } = this.#options;
    const pool = new Pool(origin, {
      connections: connections[operation],
      connect: connectOptions(tls, connectTimeoutMs),
      headersTimeout: answerTimeoutMs,
      bodyTimeout: answerTimeoutMs,
    });
    this.#pools.set(key, pool);
    return pool;
  }
}

async function readAtMost(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop destroys the stream, so an endless answer costs at most `maxBytes`.
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What one call needs of them. */
export type Sender = Pick<Upstream, 'post'>;

/** What can only go wrong before there is a connection, so that nothing can have been sent on it. */
const connectCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverConnected(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && connectCodes.has(error.code);
}

function judgeFailure(error: unknown): Unavailable['reason'] {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) return 'timeout';
  if (error instanceof errors.HTTPParserError || error instanceof errors.ResponseContentLengthMismatchError) return 'unreadable';
  return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable';
}
