import type { WebhookEvent } from '@collect-payment/contract';
import { Secret, type SendAnswer, type WebhookEndpoint } from '@collect-payment/sso-broker/core';
import type { Life } from '../broker/life.ts';
import type { HostTrouble, Stage, Struck } from './stage.ts';

export const endpoint: WebhookEndpoint = {
  id: 'main',
  url: 'https://riverside.test/hooks',
  keys: [{ type: 'hmac-sha256', secret: new Secret<Uint8Array>(Buffer.alloc(32, 7)) }],
  events: [
    'payment.settled',
    'payment.completed_late',
    'payment.expired',
    'payment.unresolved',
    'payment.needs_attention',
    'payment.voided',
    'payment.void_failed',
    'payment.refunded',
    'payment.refund_failed',
    'payment.reported',
  ],
};

const oneWayMs = 20;

/** The host's receiver of webhooks: acts on each `webhook-id` once, as docs/webhooks.md asks. */
export class HostEndpoint {
  readonly #world: Stage;
  /** By `webhook-id`: what it says, and how often it came. */
  readonly messages = new Map<string, { readonly body: string; count: number }>();
  /** Every attempt, in order. */
  readonly attempts: { readonly id: string; readonly atMs: number }[] = [];
  /** Two messages under one id that said different things. */
  contradictions = 0;
  trouble: HostTrouble | undefined;

  constructor(world: Stage) {
    this.#world = world;
  }

  get events(): readonly WebhookEvent[] {
    return Array.from(this.messages.values(), ({ body }) => JSON.parse(body) as WebhookEvent);
  }

  async send(headers: Readonly<Record<string, string>>, body: string, process: Struck, life: Life): Promise<SendAnswer> {
    const { queue, striker } = this.#world;
    await process.comesTo('B11');
    if (striker.whenSent) await process.comesTo('B12');
    const { promise, resolve } = Promise.withResolvers<SendAnswer>();
    queue.plan(oneWayMs, () => {
      const { trouble } = this;
      const struck = trouble !== undefined && trouble.left > 0;
      if (struck) trouble.left -= 1;
      this.attempts.push({ id: headers['webhook-id'] ?? '', atMs: queue.nowMs });
      if (!struck || trouble.received) this.#receive(headers['webhook-id'] ?? '', body);
      const answer: SendAnswer = struck ? trouble.answer : { type: 'answer', status: 204, retryAfter: undefined };
      const waits = answer.type === 'failure' && answer.failure === 'timeout' ? 15_000 : oneWayMs;
      queue.plan(waits, () => void life.later(0, () => resolve(answer)));
    });
    return promise;
  }

  #receive(id: string, body: string): void {
    this.#world.trace.add('host', () => `receives ${id} ${body}`);
    const known = this.messages.get(id);
    if (known === undefined) this.messages.set(id, { body, count: 1 });
    else {
      known.count += 1;
      if (known.body !== body) this.contradictions += 1;
    }
  }
}
