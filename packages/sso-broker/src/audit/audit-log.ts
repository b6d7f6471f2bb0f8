import type { AuditTrail } from '../storage/audit-trail.ts';
import type { AuditDraft, AuditWriter, Happening } from './audit-writer.ts';

export interface AuditLogDependencies {
  readonly trail: Pick<AuditTrail, 'append'>;
  readonly writer: Pick<AuditWriter, 'draft'>;
}

interface Waiting {
  readonly drafts: AuditDraft[];
  readonly stored: PromiseWithResolvers<void>;
}

/**
 * Records what changes nothing else that is stored, such as a receipt that was read. What comes while a transaction is under way goes
 * into the next one together.
 */
export class AuditLog {
  readonly #dependencies: AuditLogDependencies;
  #next: Waiting | undefined;
  #isAppending = false;

  constructor(dependencies: AuditLogDependencies) {
    this.#dependencies = dependencies;
  }

  /** For the transaction of the change that it tells of. */
  draft(happening: Happening): AuditDraft {
    return this.#dependencies.writer.draft(happening);
  }

  /** Resolves when it is stored. Rejects with StoreError. */
  async record(happening: Happening): Promise<void> {
    this.#next ??= { drafts: [], stored: Promise.withResolvers() };
    this.#next.drafts.push(this.draft(happening));
    const { stored } = this.#next;
    if (!this.#isAppending) void this.#append();
    return stored.promise;
  }

  async #append(): Promise<void> {
    this.#isAppending = true;
    while (this.#next !== undefined) {
      const { drafts, stored } = this.#next;
      this.#next = undefined;
      await this.#dependencies.trail.append(drafts).then(stored.resolve, stored.reject);
    }
    this.#isAppending = false;
  }
}
