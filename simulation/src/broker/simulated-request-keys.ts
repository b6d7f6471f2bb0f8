import type { BeginOutcome, RequestKey, RequestKeys } from '@collect-payment/sso-broker/core';

export interface RequestKeyRow {
  readonly fingerprint: string;
  readonly usedAtMs: number;
  epoch: number;
  /** While the request is performed; 0 when nobody does and it has no answer to keep. */
  leasedUntilMs: number | undefined;
  answer: string | undefined;
}

/** The keys of writes on the simulated disk. */
export class SimulatedRequestKeys implements RequestKeys {
  readonly #rows: Map<string, RequestKeyRow>;

  constructor(rows: Map<string, RequestKeyRow>) {
    this.#rows = rows;
  }

  /** Whoever was performing a request is gone. */
  releaseClaims(): void {
    for (const row of this.#rows.values()) if (row.leasedUntilMs !== undefined) row.leasedUntilMs = 0;
  }

  async begin(key: RequestKey, nowMs: number, leaseMs: number): Promise<BeginOutcome> {
    const { fingerprint } = key;
    const place = placeOf(key);
    const row = this.#rows.get(place);
    if (row === undefined) {
      this.#rows.set(place, { fingerprint, usedAtMs: nowMs, epoch: 0, leasedUntilMs: nowMs + leaseMs, answer: undefined });
      return { type: 'begun', epoch: 0 };
    }
    if (row.answer !== undefined) return { type: 'answered', fingerprint: row.fingerprint, answer: row.answer };
    if (row.fingerprint !== fingerprint || (row.leasedUntilMs ?? 0) > nowMs) return { type: 'in_flight', fingerprint: row.fingerprint };
    row.epoch += 1;
    row.leasedUntilMs = nowMs + leaseMs;
    return { type: 'begun', epoch: row.epoch };
  }

  async end(key: RequestKey, epoch: number, answer: string | undefined): Promise<void> {
    const row = this.#rows.get(placeOf(key));
    if (row?.epoch !== epoch || row.leasedUntilMs === undefined) return;
    row.answer = answer;
    row.leasedUntilMs = answer === undefined ? 0 : undefined;
  }
}

const placeOf = ({ tenantId, scope, key }: RequestKey): string => JSON.stringify([tenantId, scope, key]);
