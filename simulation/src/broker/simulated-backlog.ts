import type { Backlog, StoredAttentionItem, TenantBacklog } from '@collect-payment/sso-broker/core';
import type { NoticeRow } from './simulated-inbox.ts';
import type { DeliveryRow } from './simulated-outbox.ts';
import type { ListedRow } from './simulated-page.ts';

interface Rows {
  readonly attention: readonly ListedRow<StoredAttentionItem>[];
  readonly deliveries: readonly DeliveryRow[];
  readonly notices: readonly NoticeRow[];
}

/** What waits on the simulated disk. */
export class SimulatedBacklog implements Backlog {
  readonly #rows: Rows;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  async of(tenantId: string): Promise<TenantBacklog> {
    const { attention, deliveries, notices } = this.#rows;
    const pending = deliveries.filter(({ item }) => item.tenantId === tenantId && item.status === 'pending').map(({ item }) => item);
    return {
      openAttention: attention.filter(({ item }) => item.tenantId === tenantId && item.acknowledgedAtMs === undefined).length,
      pendingWebhooks: pending.length,
      oldestWebhookAtMs: pending.length === 0 ? undefined : Math.min(...pending.map(({ createdAtMs }) => createdAtMs)),
      pendingNotices: notices.filter(({ notice, dueAtMs }) => notice.tenantId === tenantId && dueAtMs !== undefined).length,
    };
  }
}
