import { createHmac } from 'node:crypto';
import type { WebhookEvent } from '@collect-payment/contract';
import type { Commit, Delivery } from '@collect-payment/sso-broker/core';
import { webhookSecret, type TenantId } from '../configuration.ts';

type Headers = Readonly<Record<string, string>>;

/** Receivers are told to refuse what is five minutes off; the broker's clock may be that far off itself, and the way takes a while. */
const oldestMs = 11 * 60_000;
const attemptsInAll = 10;

export interface BooksDependencies {
  readonly nowMs: () => number;
  readonly break: (rule: string, what: string) => void;
  readonly tenantOf: (sessionId: string) => string | undefined;
  /** What InstaMed took on the session's tokens. */
  readonly paymentsOf: (sessionId: string) => readonly { readonly transactionId: string }[];
}

/** What every host has by webhook, and every webhook that was stored: nothing told that was not stored, nothing stored that is not told. */
export class WebhookBooks {
  readonly #with: BooksDependencies;
  /** By event id: as stored with the decision. */
  readonly #stored = new Map<string, { readonly body: string; readonly tenantId: string }>();
  readonly #accepted = new Set<string>();
  readonly #attempts = new Map<string, number>();
  readonly #gone = new Set<string>();
  readonly #settled = new Set<string>();
  /** By transaction id: the event that told of it as paid. */
  readonly #told = new Map<string, string>();

  constructor(dependencies: BooksDependencies) {
    this.#with = dependencies;
  }

  get count(): number {
    return this.#accepted.size;
  }

  /** A decision was committed, with the webhooks that tell of it. */
  committed({ to, deliveries = [] }: Commit): void {
    for (const { eventId, body, tenantId } of deliveries) {
      const { data } = JSON.parse(body) as WebhookEvent;
      if (data.sequence !== to.sequence || data.status !== to.status || data.sessionId !== to.terms.id)
        this.#with.break(
          'I6 monotone',
          `${eventId} says ${data.status} #${data.sequence} of a decision that is ${to.status} #${to.sequence}`,
        );
      if (this.#stored.has(eventId)) this.#with.break('I2 nothing twice', `${eventId} was stored twice`);
      this.#stored.set(eventId, { body, tenantId });
      this.#tellsPayment(eventId, body);
    }
  }

  sent(headers: Headers): void {
    const id = idOf(headers);
    this.#attempts.set(id, (this.#attempts.get(id) ?? 0) + 1);
  }

  /** The host has the message, and books by it. */
  heard(tenantId: TenantId, headers: Headers, body: string): void {
    const id = idOf(headers);
    this.#verify(headers, body);
    const stored = this.#stored.get(id);
    if (stored === undefined) this.#with.break('I8 no false success', `${id} was told by webhook and never stored`);
    else if (stored.body !== body) this.#with.break('I2 nothing twice', `${id} was told in two ways`);
    const { data } = JSON.parse(body) as WebhookEvent;
    if (this.#with.tenantOf(data.sessionId) !== tenantId) this.#with.break('I3 no cross-talk', `${tenantId} was told ${id}`);
  }

  accepted(headers: Headers): void {
    this.#accepted.add(idOf(headers));
  }

  gone(tenantId: TenantId, headers: Headers): void {
    this.#gone.add(tenantId).add(idOf(headers));
  }

  /** Whether a webhook tells of the payment; what became of that webhook is for `reckon`. */
  tells(transactionId: string): boolean {
    return this.#told.has(transactionId);
  }

  /** At the end: what is listed as delivered was accepted, what is listed as failed was tried to the end, and nothing else is left. */
  reckon(deliveries: readonly Delivery[]): void {
    if (deliveries.length !== this.#stored.size) this.#with.break('I1 no silent payment', 'a stored webhook is not on the list');
    for (const { eventId, tenantId, status } of deliveries) {
      const attempts = this.#attempts.get(eventId) ?? 0;
      if (status === 'delivered' && !this.#accepted.has(eventId))
        this.#with.break('I1 no silent payment', `${eventId} is listed as delivered, and no host took it`);
      if (status === 'failed' && attempts < attemptsInAll && !this.#gone.has(eventId))
        this.#with.break('I1 no silent payment', `${eventId} was given up after ${attempts} attempts`);
      if (status === 'pending' && !this.#gone.has(tenantId)) this.#with.break('I9 nothing stuck', `${eventId} is still to be sent`);
    }
  }

  /** `payment.settled` and `payment.completed_late` exclude each other: one of them, once, for each payment. */
  #tellsPayment(eventId: string, body: string): void {
    const { type, data } = JSON.parse(body) as WebhookEvent;
    const { sessionId, status, transactionId = '', final } = data;
    if (type !== 'payment.settled' && type !== 'payment.completed_late') return;
    if (type === 'payment.settled') {
      if (this.#settled.has(sessionId)) this.#with.break('I2 nothing twice', `${eventId} says a second time that ${sessionId} is settled`);
      this.#settled.add(sessionId);
    }
    const payments = this.#with.paymentsOf(sessionId);
    if (status !== 'approved' && status !== 'partially_approved') {
      if (final === true && payments.length > 0)
        this.#with.break('I1 no silent payment', `${eventId} says finally ${status}, and it was paid`);
      return;
    }
    if (!payments.some((payment) => payment.transactionId === transactionId))
      this.#with.break('I8 no false success', `${eventId} tells of ${transactionId}, and no such payment exists`);
    if (this.#told.has(transactionId)) this.#with.break('I2 nothing twice', `${transactionId} is told by two webhooks`);
    this.#told.set(transactionId, eventId);
  }

  #verify(headers: Headers, body: string): void {
    const id = idOf(headers);
    const timestamp = headers['webhook-timestamp'] ?? '';
    const signature = createHmac('sha256', webhookSecret).update(`${id}.${timestamp}.${body}`).digest('base64');
    if (headers['webhook-signature'] !== `v1,${signature}`) this.#with.break('I3 no cross-talk', `${id} is not signed by the broker`);
    if (Math.abs(Number(timestamp) * 1_000 - this.#with.nowMs()) > oldestMs)
      this.#with.break('I3 no cross-talk', `${id} is of ${timestamp}`);
  }
}

const idOf = (headers: Headers): string => headers['webhook-id'] ?? '';
