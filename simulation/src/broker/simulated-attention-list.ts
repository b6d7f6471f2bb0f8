import type { AttentionList, Commit, Page, PageRequest, StoredAttentionItem } from '@collect-payment/sso-broker/core';
import { pageOf, positionAfter, type ListedRow } from './simulated-page.ts';

/** The attention list on the simulated disk. */
export class SimulatedAttentionList implements AttentionList {
  readonly #rows: ListedRow<StoredAttentionItem>[];

  constructor(rows: ListedRow<StoredAttentionItem>[]) {
    this.#rows = rows;
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

  async acknowledge(tenantId: string, itemId: string, atMs: number): Promise<StoredAttentionItem | undefined> {
    const row = this.#rows.find(({ item }) => item.tenantId === tenantId && item.id === itemId);
    if (row === undefined) return undefined;
    row.item = { acknowledgedAtMs: atMs, ...row.item };
    return { ...row.item };
  }
}
