import { request } from 'node:http';
import { json } from 'node:stream/consumers';

interface BalancedCall {
  readonly path: string;
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

export interface BalancedAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A load balancer in front of two brokers: one after the other, and the other one when the first is on its way out or gone. */
export class Balancer {
  /** Where the brokers are, or were when they are restarting. */
  readonly urls: [string, string];
  retried = 0;
  #turn = 0;

  constructor(urls: [string, string]) {
    this.urls = urls;
  }

  /** Two tries, no more: one broker is always there. */
  async call(call: BalancedCall): Promise<BalancedAnswer> {
    const [one, two] = this.urls;
    const order = (this.#turn += 1) % 2 === 0 ? ([one, two] as const) : ([two, one] as const);
    const first = await askOnce(order[0], call);
    if (first !== 'away') return first;
    this.retried += 1;
    const second = await askOnce(order[1], call);
    if (second === 'away') throw new Error('both brokers are away');
    return second;
  }
}

/** On a connection of its own: a balancer never sends into one that its broker is about to close. */
async function askOnce(url: string, { path, key, headers, body }: BalancedCall): Promise<BalancedAnswer | 'away'> {
  const { promise, resolve, reject } = Promise.withResolvers<BalancedAnswer | 'away'>();
  const sent = request(`${url}${path}`, {
    agent: false,
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
  });
  sent.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') resolve('away');
    else reject(error);
  });
  sent.on('response', (response) => {
    const { statusCode: status = 0 } = response;
    json(response).then((answer) => resolve(isDraining(answer) ? 'away' : { status, body: answer }), reject);
  });
  sent.end(JSON.stringify(body));
  return promise;
}

const isDraining = (answer: unknown): boolean => (answer as { error?: { code?: string } }).error?.code === 'ERR_DRAINING';
