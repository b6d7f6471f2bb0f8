/** What a tenant waits for. */
export interface TenantBacklog {
  /** Items that nobody has acknowledged. */
  readonly openAttention: number;
  /** Webhooks that its endpoints have not taken yet, and when the oldest of them was made. */
  readonly pendingWebhooks: number;
  readonly oldestWebhookAtMs: number | undefined;
  /** InstaMed's webhooks that are stored and not followed yet. */
  readonly pendingNotices: number;
}

/** Counts, for whoever watches the broker. */
export interface Backlog {
  of(tenantId: string): Promise<TenantBacklog>;
}

/** A row of the four, by the names that both engines give them. */
export function readBacklog(row: Readonly<Record<string, unknown>> = {}): TenantBacklog {
  const oldest = row['oldest_webhook'];
  return {
    openAttention: Number(row['open_attention'] ?? 0),
    pendingWebhooks: Number(row['pending_webhooks'] ?? 0),
    oldestWebhookAtMs: oldest === null || oldest === undefined ? undefined : Number(oldest),
    pendingNotices: Number(row['pending_notices'] ?? 0),
  };
}
