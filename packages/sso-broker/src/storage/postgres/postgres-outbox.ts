import type { WebhookDeliveryStatus } from '@collect-payment/contract';
import type { Pool, PoolClient } from 'pg';
import type { AuditDraft } from '../../audit/audit-writer.ts';
import { readClaimedDeliveries, readDelivery, statusAfter } from '../delivery-row.ts';
import type { AttemptResult, ClaimedDelivery, Delivery, DeliveryClaim, EndpointKey, NewDelivery, Outbox } from '../outbox.ts';
import type { Page, PageRequest } from '../page.ts';
import { readPage, type Row } from '../page-rows.ts';
import { inTransaction, withConnection } from './connections.ts';
import { outboxStatements as statements } from './outbox-statements.ts';
import type { PostgresAuditTrail } from './postgres-audit-trail.ts';

export class PostgresOutbox implements Outbox {
  readonly #pool: Pool;
  readonly #audit: Pick<PostgresAuditTrail, 'put'>;

  constructor(pool: Pool, audit: Pick<PostgresAuditTrail, 'put'>) {
    this.#pool = pool;
    this.#audit = audit;
  }

  /** Within the transaction of the decision that they tell of. */
  async put(client: PoolClient, deliveries: readonly NewDelivery[]): Promise<void> {
    for (const { id, eventId, tenantId, endpointId, sessionId, type, body, createdAtMs } of deliveries)
      await client.query({ ...statements.insert, values: [id, eventId, tenantId, endpointId, sessionId, type, body, createdAtMs] });
  }

  async claimDue({ endpoint, nowMs, limit, leaseMs }: DeliveryClaim): Promise<readonly ClaimedDelivery[]> {
    const { tenantId, endpointId, url } = endpoint;
    return readClaimedDeliveries(await this.#query(statements.claimDue, [tenantId, endpointId, url, nowMs, limit, leaseMs]));
  }

  async nextDueAtMs({ tenantId, endpointId, url }: EndpointKey, nowMs: number): Promise<number | undefined> {
    const [row] = await this.#query(statements.nextAvailable, [tenantId, endpointId, url, nowMs]);
    const next = row?.['next'];
    return typeof next === 'string' ? Number(next) : undefined;
  }

  async record({ delivery, epoch }: ClaimedDelivery, url: string, atMs: number, result: AttemptResult): Promise<boolean> {
    const { id, tenantId, endpointId } = delivery;
    return inTransaction(this.#pool, async (client) => {
      const dueAtMs = result.type === 'retry' ? result.atMs : atMs;
      const failure = result.type === 'delivered' ? null : result.failure;
      const values = [id, epoch, statusAfter(result), dueAtMs, atMs, result.responseStatus ?? null, failure];
      const { rowCount } = await client.query({ ...statements.record, values });
      if (rowCount === 0) return false;
      if (result.type === 'gone') await client.query({ ...statements.disable, values: [tenantId, endpointId, url, atMs] });
      return true;
    });
  }

  async release({ delivery, epoch }: ClaimedDelivery): Promise<void> {
    await this.#query(statements.release, [delivery.id, epoch]);
  }

  async list({ tenantId, afterPosition, limit, filter }: PageRequest<WebhookDeliveryStatus>): Promise<Page<Delivery>> {
    const rows = await this.#query(statements.list, [tenantId, afterPosition, filter ?? null, limit + 1]);
    return readPage(rows, limit, afterPosition, readDelivery);
  }

  async find(tenantId: string, deliveryId: string): Promise<Delivery | undefined> {
    const [row] = await this.#query(statements.find, [tenantId, deliveryId]);
    return row && readDelivery(row);
  }

  async replay(tenantId: string, deliveryId: string, nowMs: number, audit?: AuditDraft): Promise<Delivery | undefined> {
    return inTransaction(this.#pool, async (client) => {
      const [row] = (await client.query<Row>({ ...statements.replay, values: [tenantId, deliveryId, nowMs] })).rows;
      if (row === undefined) return undefined;
      const delivery = readDelivery(row);
      await client.query({ ...statements.enable, values: [tenantId, delivery.endpointId] });
      if (audit !== undefined) await this.#audit.put(client, audit);
      return delivery;
    });
  }

  async #query(statement: (typeof statements)[keyof typeof statements], values: unknown[]): Promise<readonly Row[]> {
    return withConnection(this.#pool, async (client) => (await client.query<Row>({ ...statement, values })).rows);
  }
}
