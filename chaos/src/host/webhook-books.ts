import type { WebhookEvent } from '@collect-payment/contract';
import { Webhook } from 'standardwebhooks';
import type { TenantId } from '../world/credentials.ts';

/** A webhook that the host has accepted: it answered 2xx, or wanted to. */
export interface BookedWebhook {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly body: string;
  readonly event: WebhookEvent;
  /** How often it came. */
  times: number;
}

/** What the host has been told by webhook, each message once by its id. */
export class WebhookBooks {
  readonly booked = new Map<string, BookedWebhook>();
  /** One id with two contents. */
  readonly contradictions: string[] = [];
  refused = 0;
  readonly #secrets: Readonly<Record<TenantId, string>>;

  constructor(secrets: Readonly<Record<TenantId, string>>) {
    this.#secrets = secrets;
  }

  /** False when the message does not prove itself, be it by its age. */
  take(tenantId: TenantId, headers: Record<string, string>, body: string): boolean {
    let event: WebhookEvent;
    try {
      event = new Webhook(this.#secrets[tenantId]).verify(body, headers) as WebhookEvent;
    } catch {
      this.refused += 1;
      return false;
    }
    const id = headers['webhook-id'] ?? '';
    const before = this.booked.get(id);
    if (before === undefined) this.booked.set(id, { id, tenantId, body, event, times: 1 });
    else if (before.body !== body || before.tenantId !== tenantId) this.contradictions.push(`${id} came with two contents`);
    else before.times += 1;
    return true;
  }
}
