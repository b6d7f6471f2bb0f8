import type { AuditDraft } from '../audit/audit-writer.ts';
import type { AttentionItem } from '../session/attention-item.ts';
import type { Page, PageRequest } from './page.ts';

export interface StoredAttentionItem extends AttentionItem {
  readonly acknowledgedAtMs?: number;
}

/** What a person must look at. Items come in by `Store.commit`. */
export interface AttentionList {
  list(request: PageRequest<'open'>): Promise<Page<StoredAttentionItem>>;
  /** Acknowledges once: a second time changes nothing, and is recorded all the same. */
  acknowledge(tenantId: string, itemId: string, atMs: number, audit?: AuditDraft): Promise<StoredAttentionItem | undefined>;
}
