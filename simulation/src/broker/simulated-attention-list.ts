import type { AttentionList, AuditDraft, Commit, Page, PageRequest, StoredAttentionItem } from '@collect-payment/sso-broker/core';
import type { SimulatedAuditTrail } from './simulated-audit-trail.ts';
import { pageOf, positionAfter, type ListedRow } from './simulated-page.ts';

/** The attention list on the simulated disk. */
export class SimulatedAttentionList implements AttentionList {
  readonly #rows: ListedRow<StoredAttentionItem>[];
  readonly #audit: Pick<SimulatedAuditTrail, 'put'>;

  constructor(rows: ListedRow<StoredAttentionItem>[], audit: Pick<SimulatedAuditTrail, 'put'>) {
    this.#rows = rows;
    this.#audit = audit;
  }

  /** Within the commit that raised them. One that is there is left as it is. */
  put(items: NonNullable<Commit['attention']>): void {
    for (const item of items) {
      if (!this.#rows.some((row) => row.item.id === item.id)) this.#rows.push({ position: positionAfter(this.#rows), item: { ...item } });
    }
  }

  async list(request: PageRequest<'open'>): Promise<Page<StoredAttentionItem>> {
    return pageOf(this.#rows, request, (item) => item.acknowledgedAtMs === undefined);
  }

  async acknowledge(tenantId: string, itemId: string, atMs: number, audit?: AuditDraft): Promise<StoredAttentionItem | undefined> {
    const row = this.#rows.find(({ item }) => item.tenantId === tenantId && item.id === itemId);
    if (row === undefined) return undefined;
    if (audit !== undefined) this.#audit.put(audit);
    row.item = { acknowledgedAtMs: atMs, ...row.item };
    return { ...row.item };
  }
}
