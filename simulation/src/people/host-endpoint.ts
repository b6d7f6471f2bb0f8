import type { SendAnswer, WebhookSender } from '@collect-payment/sso-broker/core';
import type { Life } from '../broker/life.ts';
import { endpointUrlOf, tenantIds, type TenantId } from '../configuration.ts';
import type { EventQueue } from '../event-queue.ts';
import type { Faults } from '../faults.ts';
import type { WebhookBooks } from '../oracle/webhook-books.ts';
import type { Random } from '../random.ts';

/** The broker's own limit on an attempt (configuration: webhookDelivery.timeoutMs). */
const timeoutMs = 15_000;
const hourMs = 3_600_000;

type Headers = Readonly<Record<string, string>>;
type Answer = (answer: SendAnswer) => void;

/** The hosts' webhook endpoints, and the network before them. */
export class HostEndpoints {
  readonly #endpoints: ReadonlyMap<string, HostEndpoint>;

  constructor(queue: EventQueue, faults: Faults, random: Random, books: WebhookBooks) {
    const endpointOf = (id: TenantId) => new HostEndpoint(id, queue, faults, random.fork(id), books);
    this.#endpoints = new Map(tenantIds.map((id) => [endpointUrlOf(id), endpointOf(id)]));
  }

  /** What a broker process sends with. `deliver` brings an answer to that process, if it still lives. */
  senderFor(url: string, life: Life, deliver: (run: () => void) => void): WebhookSender {
    const endpoint = this.#endpoints.get(url);
    if (endpoint === undefined) throw new Error('No host has this address');
    return {
      send: (headers, body) => {
        const { promise, resolve } = Promise.withResolvers<SendAnswer>();
        if (life.alive) endpoint.take(headers, body, (answer) => deliver(() => resolve(answer)));
        return promise;
      },
      close: async () => undefined,
    };
  }
}

/** A host's server as webhooks meet it: verifies, keeps by webhook-id, answers this or that or nothing, and is away for hours. */
class HostEndpoint {
  readonly #tenantId: TenantId;
  readonly #queue: EventQueue;
  readonly #faults: Faults;
  readonly #random: Random;
  readonly #books: WebhookBooks;
  readonly #awayFromMs: number;
  readonly #awayToMs: number;

  constructor(tenantId: TenantId, queue: EventQueue, faults: Faults, random: Random, books: WebhookBooks) {
    this.#tenantId = tenantId;
    this.#queue = queue;
    this.#faults = faults;
    this.#random = random;
    this.#books = books;
    const isAway = faults.strikes('endpoint away');
    this.#awayFromMs = isAway ? queue.nowMs + random.spread(60_000, 30 * hourMs) : Number.POSITIVE_INFINITY;
    this.#awayToMs = this.#awayFromMs + random.spread(60_000, 100 * hourMs);
  }

  /** One attempt. It is answered once, or given up by the sender. */
  take(headers: Headers, body: string, resolve: Answer): void {
    this.#books.sent(headers);
    let answered = false;
    const answer: Answer = (value) => {
      if (!answered) resolve(value);
      answered = true;
    };
    this.#queue.plan(timeoutMs, () => answer({ type: 'failure', failure: 'timeout' }));
    if (this.#faults.strikes('webhook lost')) return;
    const delayMs = this.#faults.strikes('webhook late') ? this.#random.between(1_000, 3 * timeoutMs) : this.#random.between(5, 60);
    this.#queue.plan(delayMs, () => this.#arrive(headers, body, answer));
  }

  #arrive(headers: Headers, body: string, answer: Answer): void {
    const reply = (value: SendAnswer): void => void this.#queue.plan(this.#random.between(5, 60), () => answer(value));
    const { nowMs } = this.#queue;
    if (this.#awayFromMs <= nowMs && nowMs < this.#awayToMs) return reply({ type: 'failure', failure: 'unreachable' });
    if (this.#faults.strikes('endpoint gone')) {
      this.#books.gone(this.#tenantId, headers);
      return reply(status(410));
    }
    const isRefused = this.#faults.strikes('webhook refused');
    // Some hosts keep it and then fail to say so.
    if (!isRefused || this.#random.chance(0.3)) this.#books.heard(this.#tenantId, headers, body);
    if (isRefused) return this.#refuse(reply);
    this.#books.accepted(headers);
    if (!this.#faults.strikes('webhook answer lost')) reply(status(this.#random.pick([200, 200, 202, 204])));
  }

  #refuse(reply: Answer): void {
    const code = this.#random.pick([0, 301, 302, 400, 401, 404, 429, 500, 503]);
    if (code === 0) return;
    reply(code === 429 || code === 503 ? status(code, String(this.#random.between(1, 7_200))) : status(code));
  }
}

function status(code: number, retryAfter?: string): SendAnswer {
  return { type: 'answer', status: code, retryAfter };
}
