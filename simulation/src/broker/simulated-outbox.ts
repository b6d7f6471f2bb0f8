import type {
  AttemptResult,
  AuditDraft,
  ClaimedDelivery,
  Delivery,
  DeliveryClaim,
  EndpointKey,
  NewDelivery,
  Outbox,
  Page,
  PageRequest,
} from '@collect-payment/sso-broker/core';
import { freeAtMs, isFree, type LeaseClock, type LeasedRow } from './lease-clock.ts';
import type { SimulatedAuditTrail } from './simulated-audit-trail.ts';
import { pageOf, positionAfter, type ListedRow } from './simulated-page.ts';

export interface DeliveryRow extends ListedRow<Delivery>, LeasedRow {
  epoch: number;
  dueAtMs: number;
}

const placeOf = ({ tenantId, endpointId }: Pick<EndpointKey, 'tenantId' | 'endpointId'>): string => JSON.stringify([tenantId, endpointId]);

/** The outbox on the simulated disk. */
export class SimulatedOutbox implements Outbox {
  readonly #rows: DeliveryRow[];
  /** Address by endpoint. */
  readonly #disabled: Map<string, string>;
  readonly #leaseClock: LeaseClock;
  readonly #audit: Pick<SimulatedAuditTrail, 'put'>;

  constructor(rows: DeliveryRow[], disabled: Map<string, string>, leaseClock: LeaseClock, audit: Pick<SimulatedAuditTrail, 'put'>) {
    this.#rows = rows;
    this.#disabled = disabled;
    this.#leaseClock = leaseClock;
    this.#audit = audit;
  }

  /** Whoever had claimed a delivery is gone. */
  releaseClaims(): void {
    for (const row of this.#rows) {
      if (row.leasedUntilMs === undefined) continue;
      row.leasedUntilMs = undefined;
      row.epoch += 1;
    }
  }

  /** Within the commit that they tell of. One that is there is left as it is. */
  put(deliveries: readonly NewDelivery[]): void {
    for (const delivery of deliveries) {
      if (this.#rows.some(({ item }) => item.id === delivery.id)) continue;
      const atMs = delivery.createdAtMs;
      const item: Delivery = { ...delivery, status: 'pending', attempts: 0, nextAttemptAtMs: atMs };
      this.#rows.push({ position: positionAfter(this.#rows), item, epoch: 0, dueAtMs: atMs, leasedUntilMs: undefined });
    }
  }

  async claimDue({ endpoint, nowMs, limit, leaseMs }: DeliveryClaim): Promise<readonly ClaimedDelivery[]> {
    const due = this.#pending(endpoint)
      .filter((row) => row.dueAtMs <= nowMs && isFree(row, nowMs, this.#leaseClock))
      .toSorted((one, other) => one.dueAtMs - other.dueAtMs || one.position - other.position)
      .slice(0, limit);
    for (const row of due) {
      row.epoch += 1;
      row.leasedUntilMs = this.#leaseClock(nowMs) + leaseMs;
    }
    return due.map(({ item, epoch }) => ({ delivery: { ...item }, epoch }));
  }

  async nextDueAtMs(endpoint: EndpointKey, nowMs: number): Promise<number | undefined> {
    const waiting = this.#pending(endpoint).map((row) => freeAtMs(row, row.dueAtMs, nowMs, this.#leaseClock));
    return waiting.length === 0 ? undefined : Math.min(...waiting);
  }

  async record({ delivery, epoch }: ClaimedDelivery, url: string, atMs: number, result: AttemptResult): Promise<boolean> {
    const row = this.#rows.find(({ item }) => item.id === delivery.id);
    if (row?.epoch !== epoch || row.item.status !== 'pending') return false;
    const { nextAttemptAtMs: _, failure: __, responseStatus: ___, ...told } = row.item;
    row.dueAtMs = result.type === 'retry' ? result.atMs : atMs;
    row.leasedUntilMs = undefined;
    row.item = {
      ...told,
      status: result.type === 'retry' ? 'pending' : result.type === 'delivered' ? 'delivered' : 'failed',
      attempts: told.attempts + 1,
      lastAttemptAtMs: atMs,
      ...(result.type === 'retry' && { nextAttemptAtMs: result.atMs }),
      ...(result.responseStatus !== undefined && { responseStatus: result.responseStatus }),
      ...(result.type !== 'delivered' && { failure: result.failure }),
    };
    if (result.type === 'gone') this.#disabled.set(placeOf(row.item), url);
    return true;
  }

  async release({ delivery, epoch }: ClaimedDelivery): Promise<void> {
    const row = this.#rows.find(({ item }) => item.id === delivery.id);
    if (row?.epoch !== epoch || row.item.status !== 'pending') return;
    row.epoch += 1;
    row.leasedUntilMs = undefined;
  }

  async list(request: PageRequest<Delivery['status']>): Promise<Page<Delivery>> {
    return pageOf(this.#rows, request, (item, status) => item.status === status);
  }

  async find(tenantId: string, deliveryId: string): Promise<Delivery | undefined> {
    const row = this.#row(tenantId, deliveryId);
    return row && { ...row.item };
  }

  async replay(tenantId: string, deliveryId: string, nowMs: number, audit?: AuditDraft): Promise<Delivery | undefined> {
    const row = this.#row(tenantId, deliveryId);
    if (row === undefined) return undefined;
    const { failure: _, ...told } = row.item;
    row.item = { ...told, status: 'pending', attempts: 0, nextAttemptAtMs: nowMs };
    row.epoch += 1;
    row.dueAtMs = nowMs;
    row.leasedUntilMs = undefined;
    this.#disabled.delete(placeOf(row.item));
    if (audit !== undefined) this.#audit.put(audit);
    return { ...row.item };
  }

  #row(tenantId: string, deliveryId: string): DeliveryRow | undefined {
    return this.#rows.find(({ item }) => item.tenantId === tenantId && item.id === deliveryId);
  }

  #pending(endpoint: EndpointKey): readonly DeliveryRow[] {
    if (this.#disabled.get(placeOf(endpoint)) === endpoint.url) return [];
    return this.#rows.filter(({ item }) => item.status === 'pending' && placeOf(item) === placeOf(endpoint));
  }
}
