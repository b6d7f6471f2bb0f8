import { outsideRequests } from '../logging/request-context.ts';
import type { AuditLog } from './audit-log.ts';
import type { Origin } from './audit-event.ts';

export interface KeyUseDependencies {
  readonly audit: Pick<AuditLog, 'record'>;
  readonly nowMs: () => number;
  readonly log: (entry: AuditLogEntry) => void;
}

/** What the audit log has to say besides its rows. */
export type AuditLogEntry = { readonly type: 'audit_failed'; readonly tenantId: string; readonly error: unknown };

const dayMs = 86_400_000;
/** Of addresses that change without end no more are remembered; then some are recorded twice. */
const mostRemembered = 10_000;

/** Records each secret key once a day from each address, and holds no request up for it. */
export class KeyUse {
  readonly #dependencies: KeyUseDependencies;
  readonly #seen = new Set<string>();
  #day = 0;

  constructor(dependencies: KeyUseDependencies) {
    this.#dependencies = dependencies;
  }

  note(tenantId: string, keyId: string, origin: Origin): void {
    const { audit, nowMs, log } = this.#dependencies;
    const atMs = nowMs();
    const day = Math.floor(atMs / dayMs);
    if (day !== this.#day || this.#seen.size >= mostRemembered) this.#seen.clear();
    this.#day = day;
    const use = JSON.stringify([tenantId, keyId, origin.address]);
    if (this.#seen.has(use)) return;
    this.#seen.add(use);
    outsideRequests(() => audit.record({ tenantId, atMs, origin, events: [{ type: 'secret_key_used', keyId }] })).catch(
      (error: unknown) => {
        // Tried again with the next call.
        this.#seen.delete(use);
        log({ type: 'audit_failed', tenantId, error });
      },
    );
  }
}
