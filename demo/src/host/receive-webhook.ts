import type { WebhookEvent } from '@collect-payment/contract';
import type { FastifyInstance } from 'fastify';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/** What the clinic's server does about the broker's webhooks. */
export interface WebhookHandling {
  readonly secret: () => string;
  /** Resolves when it is booked; rejects when it should be told again. */
  readonly handle: (event: WebhookEvent) => Promise<void>;
}

/** `POST /webhooks/collect-payment`: verified over the bytes as they came, and answered 204 only once it is booked. */
export function receiveWebhooks(app: FastifyInstance, { secret, handle }: WebhookHandling): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.post<{ Body: string }>('/webhooks/collect-payment', async (request, reply) => {
      const event = verify(secret(), request.body, request.headers as Record<string, string>);
      if (event === undefined) return reply.code(401).send({ error: 'The signature is wrong.' });
      await handle(event);
      return reply.code(204).send();
    });
  });
}

function verify(secret: string, body: string, headers: Record<string, string>): WebhookEvent | undefined {
  try {
    return new Webhook(secret).verify(body, headers) as WebhookEvent;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return undefined;
    throw error;
  }
}
