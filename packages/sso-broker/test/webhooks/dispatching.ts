import { Secret } from '../../src/configuration/secret.ts';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebhookEventType } from '@collect-payment/contract';
import { onTestFinished } from 'vitest';
import { SqliteStore } from '../../src/storage/sqlite/sqlite-store.ts';
import type { WebhookEndpoint } from '../../src/webhooks/webhook-endpoint.ts';
import { HttpWebhookSender, type SenderOptions } from '../../src/webhooks/http-webhook-sender.ts';
import { WebhookDispatcher } from '../../src/webhooks/webhook-dispatcher.ts';
import type { WebhookLogEntry } from '../../src/webhooks/webhook-log.ts';
import { FakeClock } from '../engine/fake-clock.ts';
import { open } from '../session/story.ts';
import { terms } from '../session/terms.ts';

const secret = randomBytes(32);
export const whsec = `whsec_${secret.toString('base64')}`;

/** An endpoint that takes everything. */
export const endpointAt = (url: string, id = 'main'): WebhookEndpoint => ({
  id,
  url,
  keys: [{ type: 'hmac-sha256', secret: new Secret<Uint8Array>(secret) }],
  events: WebhookEventType.anyOf.map((event) => event.const),
});

/** A dispatcher over a real outbox and real sockets, on a clock that moves when told. Starts at the present: receivers check the time. */
export class Dispatching {
  readonly clock = new FakeClock(Date.now());
  readonly entries: WebhookLogEntry[] = [];
  readonly store: SqliteStore;
  readonly dispatcher: WebhookDispatcher;
  #waiting: (() => void)[] = [];
  #made = 0;

  constructor(endpoints: readonly WebhookEndpoint[], options: Partial<SenderOptions> = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
    this.store = new SqliteStore(join(folder, 'broker.sqlite'));
    const log = (entry: WebhookLogEntry) => {
      this.entries.push(entry);
      for (const wake of this.#waiting.splice(0)) wake();
    };
    this.dispatcher = new WebhookDispatcher(
      { outbox: this.store.outbox, isShared: false, clock: this.clock, random: () => 0, log },
      [{ id: terms.tenantId, webhooks: endpoints }],
      ({ url }) => new HttpWebhookSender(url, { allowLoopback: true, timeoutMs: 5_000, connectTimeoutMs: 2_000, ...options }),
    );
    onTestFinished(async () => {
      await this.dispatcher.stop();
      await this.store.close();
      rmSync(folder, { recursive: true });
    });
  }

  /** The session that the deliveries are about. */
  async create(): Promise<void> {
    await this.store.create(open.session, []);
  }

  async start(): Promise<void> {
    await this.create();
    this.dispatcher.start();
  }

  /** Stores a delivery for each of these endpoints and lets the dispatcher find it. */
  async tell(...endpointIds: readonly string[]): Promise<void> {
    this.#made += 1;
    const deliveries = endpointIds.map((endpointId) => ({
      id: `evt_${this.#made}-${endpointId}`,
      eventId: `evt_${this.#made}`,
      tenantId: terms.tenantId,
      endpointId,
      sessionId: terms.id,
      type: 'payment.settled' as const,
      body: JSON.stringify({ type: 'payment.settled', made: this.#made }),
      createdAtMs: this.clock.nowMs(),
    }));
    await this.store.commit({ from: open.session, to: open.session, effects: [], deliveries });
    this.dispatcher.wake(terms.tenantId);
    await this.clock.advance(0);
  }

  /** Waits for the n-th entry of this type. */
  async logged(type: WebhookLogEntry['type'], count = 1): Promise<WebhookLogEntry> {
    for (;;) {
      const found = this.entries.filter((entry) => entry.type === type)[count - 1];
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async deliveries() {
    return (await this.store.outbox.list({ tenantId: terms.tenantId, afterPosition: 0, limit: 100 })).items;
  }
}
