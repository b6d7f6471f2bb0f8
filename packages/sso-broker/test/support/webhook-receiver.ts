import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { WebhookEvent } from '@collect-payment/contract';
import { Webhook } from 'standardwebhooks';
import { onTestFinished } from 'vitest';

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How a receiver answers: a status, with headers if need be, or by hand; never answering is an answer too. */
export type ReceiverAnswer = number | ((response: ServerResponse, count: number) => void);

/** A host's endpoint on a real socket: keeps what came, and answers as told. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  answer: ReceiverAnswer = 204;
  url = '';
  #waiting: (() => void)[] = [];

  keep(received: ReceivedWebhook): number {
    this.received.push(received);
    for (const wake of this.#waiting.splice(0)) wake();
    return this.received.length;
  }

  /** Waits until this many have come. */
  async count(least: number): Promise<readonly ReceivedWebhook[]> {
    while (this.received.length < least) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.received;
  }

  /** The event of a message that another implementation of Standard Webhooks finds genuine. */
  static verify({ headers, body }: ReceivedWebhook, secret: string): WebhookEvent {
    return new Webhook(secret).verify(body, headers as Record<string, string>) as WebhookEvent;
  }
}

async function receive(receiver: WebhookReceiver, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const count = receiver.keep({ headers: request.headers, body: await text(request) });
  if (typeof receiver.answer === 'number') response.writeHead(receiver.answer).end('<html>thank you</html>');
  else receiver.answer(response, count);
}

/** Starts a receiver on a free port. Ends with the test. */
export async function startReceiver(answer: ReceiverAnswer = 204): Promise<WebhookReceiver> {
  const receiver = new WebhookReceiver();
  receiver.answer = answer;
  const server = createServer((request, response) => {
    void receive(receiver, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?from=broker`;
  return receiver;
}
