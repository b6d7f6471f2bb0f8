import type { WebhookDeliveryStatus } from '@collect-payment/contract';
import type { DatabaseSync } from 'node:sqlite';
import type { AuditDraft } from '../../audit/audit-writer.ts';
import type { AttemptResult, ClaimedDelivery, Delivery, DeliveryClaim, EndpointKey, NewDelivery, Outbox } from '../outbox.ts';
import type { Page, PageRequest } from '../page.ts';
import type { Transact } from './database.ts';
import type { SqliteAuditTrail } from './sqlite-audit-trail.ts';
import { prepareOutboxStatements, type OutboxStatements } from './outbox-statements.ts';
import { readPage } from '../page-rows.ts';
import { readClaimedDeliveries, readDelivery, statusAfter } from '../delivery-row.ts';

export class SqliteOutbox implements Outbox {
  readonly #transact: Transact;
  readonly #audit: Pick<SqliteAuditTrail, 'put'>;
  readonly #statements: OutboxStatements;

  constructor(database: DatabaseSync, transact: Transact, audit: Pick<SqliteAuditTrail, 'put'>) {
    this.#transact = transact;
    this.#audit = audit;
    this.#statements = prepareOutboxStatements(database);
  }

  /** Whoever had claimed a delivery is gone. */
  releaseClaims(): void {
    this.#transact(() => this.#statements.releaseClaims.run());
  }

  /** Within the transaction of the decision that they tell of. */
  put(deliveries: readonly NewDelivery[]): void {
    for (const delivery of deliveries) this.#statements.insert.run({ ...delivery });
  }

  async claimDue({ endpoint, nowMs, limit, leaseMs }: DeliveryClaim): Promise<readonly ClaimedDelivery[]> {
    const rows = this.#transact(() => this.#statements.claimDue.all({ ...endpoint, nowMs, limit, leaseUntilMs: nowMs + leaseMs }));
    return readClaimedDeliveries(rows);
  }

  async nextDueAtMs(endpoint: EndpointKey): Promise<number | undefined> {
    const next = this.#transact(() => this.#statements.nextAvailable.get({ ...endpoint }))?.['next'];
    return typeof next === 'number' ? next : undefined;
  }

  async record({ delivery, epoch }: ClaimedDelivery, url: string, atMs: number, result: AttemptResult): Promise<boolean> {
    const { id, tenantId, endpointId } = delivery;
    const status = statusAfter(result);
    return this.#transact(() => {
      const { changes } = this.#statements.record.run({
        id,
        epoch,
        status,
        atMs,
        dueAtMs: result.type === 'retry' ? result.atMs : atMs,
        responseStatus: result.responseStatus ?? null,
        failure: result.type === 'delivered' ? null : result.failure,
      });
      if (changes === 0) return false;
      if (result.type === 'gone') this.#statements.disable.run({ tenantId, endpointId, url, atMs });
      return true;
    });
  }

  async release({ delivery: { id }, epoch }: ClaimedDelivery): Promise<void> {
    this.#transact(() => this.#statements.release.run({ id, epoch }));
  }

  async list({ tenantId, afterPosition, limit, filter }: PageRequest<WebhookDeliveryStatus>): Promise<Page<Delivery>> {
    const request = { tenantId, afterPosition, status: filter ?? null, limit: limit + 1 };
    const rows = this.#transact(() => this.#statements.list.all(request));
    return readPage(rows, limit, afterPosition, readDelivery);
  }

  async find(tenantId: string, deliveryId: string): Promise<Delivery | undefined> {
    const row = this.#transact(() => this.#statements.find.get(tenantId, deliveryId));
    return row && readDelivery(row);
  }

  async replay(tenantId: string, deliveryId: string, nowMs: number, audit?: AuditDraft): Promise<Delivery | undefined> {
    return this.#transact(() => {
      const row = this.#statements.replay.get({ tenantId, id: deliveryId, nowMs });
      if (row === undefined) return undefined;
      const delivery = readDelivery(row);
      this.#statements.enable.run(tenantId, delivery.endpointId);
      if (audit !== undefined) this.#audit.put(audit);
      return delivery;
    });
  }
}
