import type { AuditDraft, AuditRow, AuditTrail, TenantHead } from '@collect-payment/sso-broker/core';

/** The chains on the simulated disk, by tenant. */
export class SimulatedAuditTrail implements AuditTrail {
  readonly #chains: Map<string, AuditRow[]>;

  constructor(chains: Map<string, AuditRow[]>) {
    this.#chains = chains;
  }

  /** Within the transaction of what it tells. */
  put({ tenantId, write }: AuditDraft): void {
    const chain = this.#chains.get(tenantId) ?? [];
    this.#chains.set(tenantId, chain);
    chain.push(...write(chain.at(-1) ?? { number: 0, hash: '' }));
  }

  async append(drafts: readonly AuditDraft[]): Promise<void> {
    for (const draft of drafts) this.put(draft);
  }

  async heads(): Promise<readonly TenantHead[]> {
    const ends = [...this.#chains].flatMap(([tenantId, chain]) => chain.slice(-1).map(({ number, hash }) => ({ tenantId, number, hash })));
    return ends.toSorted((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
  }

  async read(tenantId: string, afterNumber: number, limit: number): Promise<readonly AuditRow[]> {
    return (this.#chains.get(tenantId) ?? []).slice(afterNumber, afterNumber + limit);
  }
}
