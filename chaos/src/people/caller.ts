import type { Random } from '@collect-payment/simulation/random';

const answerWithinMs = 4_000;

export interface Call {
  readonly key: string;
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** Somebody behind a load balancer that knows nothing: each call goes to any broker, and may come to nothing. */
export class Caller {
  readonly #urls: readonly string[];
  readonly #random: Random;

  constructor(urls: readonly string[], random: Random) {
    this.#urls = urls;
    this.#random = random;
  }

  anyUrl(): string {
    return this.#urls[this.#random.between(0, this.#urls.length - 1)] ?? '';
  }

  /** One attempt; undefined when no answer came that can be read. */
  async call<Body>(path: string, { key, method, body, headers }: Call): Promise<Answer<Body> | undefined> {
    try {
      const answer = await fetch(`${this.anyUrl()}${path}`, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      return { status: answer.status, body: (await answer.json()) as Body };
    } catch {
      return undefined;
    }
  }
}
