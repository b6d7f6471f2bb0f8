import type { Secret } from '../configuration/secret.ts';
import type { AuditEvent, Origin } from './audit-event.ts';
import { deriveAuditKeys, staffPseudonym, type AuditKeys } from './audit-keys.ts';
import { linkRows, type AuditRow, type ChainHead } from './chain.ts';

/** Rows that wait for their place in the chain: a store calls `write` with the head, within the transaction of what they tell. */
export interface AuditDraft {
  readonly tenantId: string;
  readonly write: (head: ChainHead) => readonly AuditRow[];
}

/** Whose network addresses are recorded: a page's may be a patient's own. */
export type RecordedAddresses = 'all' | 'servers' | 'none';

export interface AuditWriterOptions {
  readonly key: Secret<Uint8Array>;
  readonly addresses: RecordedAddresses;
  /** SHA-256 of the certificate that a tenant signs with at a time; undefined without SAML. */
  readonly certificateOf: (tenantId: string, atMs: number) => string | undefined;
}

/** What happened at one time, by one hand. */
export interface Happening {
  readonly tenantId: string;
  readonly atMs: number;
  readonly origin: Origin;
  readonly events: readonly AuditEvent[];
  /** Who works the screen, as the host has told. */
  readonly staffId?: string;
}

/** Writes what happened as rows of the tenant's chain. */
export class AuditWriter {
  readonly #keys: AuditKeys;
  readonly #addresses: RecordedAddresses;
  readonly certificateOf: (tenantId: string, atMs: number) => string | undefined;

  constructor({ key, addresses, certificateOf }: AuditWriterOptions) {
    this.#keys = deriveAuditKeys(key);
    this.#addresses = addresses;
    this.certificateOf = certificateOf;
  }

  draft(happening: Happening): AuditDraft {
    const { tenantId, events } = happening;
    const writes = events.map((event) => (number: number) => this.#writeEntry(happening, event, number));
    return { tenantId, write: (head) => linkRows(this.#keys.rows, head, writes) };
  }

  #writeEntry({ tenantId, atMs, origin, staffId }: Happening, event: AuditEvent, number: number): string {
    const { actor, address, requestId } = origin;
    const isPerson = actor.type === 'host' || actor.type === 'page';
    const isTold = this.#addresses === 'all' || (this.#addresses === 'servers' && actor.type !== 'page');
    return JSON.stringify({
      version: 1,
      tenantId,
      number,
      at: new Date(atMs).toISOString(),
      actor,
      ...(isPerson && staffId !== undefined && { staff: staffPseudonym(this.#keys, tenantId, staffId) }),
      ...(isTold && address !== undefined && { address }),
      ...(requestId !== undefined && { requestId }),
      event: withoutNames(event, (personId) => staffPseudonym(this.#keys, tenantId, personId)),
    });
  }
}

/** Who asked for a void or refund, and who agreed, are ids that a host chose: names, for all that is known here. */
function withoutNames(event: AuditEvent, pseudonymOf: (personId: string) => string): AuditEvent {
  if (event.type !== 'reversal_requested') return event;
  const { requestedBy, approvedBy } = event;
  return {
    ...event,
    ...(requestedBy !== undefined && { requestedBy: pseudonymOf(requestedBy) }),
    ...(approvedBy !== undefined && { approvedBy: pseudonymOf(approvedBy) }),
  };
}
