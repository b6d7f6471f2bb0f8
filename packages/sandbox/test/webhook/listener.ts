import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Arrival {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody who takes webhooks: keeps what came, and answers with a status, or hangs up for none. */
export class Listener {
  readonly arrivals: Arrival[] = [];
  url = '';
  #status: number | 'hang up' = 200;
  #waiting: (() => void)[] = [];

  answers(status: number | 'hang up'): void {
    this.#status = status;
  }

  arrive(arrival: Arrival, response: ServerResponse): void {
    this.arrivals.push(arrival);
    if (this.#status === 'hang up') response.socket?.destroy();
    else response.writeHead(this.#status, 'said so').end();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async count(least: number): Promise<readonly Arrival[]> {
    while (this.arrivals.length < least) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.arrivals;
  }
}

export async function startListener(): Promise<Listener> {
  const listener = new Listener();
  const server = createServer((request, response) => {
    void text(request).then((body) => listener.arrive({ headers: request.headers, body }, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  listener.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/instamed`;
  return listener;
}
