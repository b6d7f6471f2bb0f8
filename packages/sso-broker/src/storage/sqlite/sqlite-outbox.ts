import type { WebhookDeliveryStatus, WebhookEventType, WebhookFailure } from '@collect-payment/contract';
import type { DatabaseSync } from 'node:sqlite';
import type { AttemptResult, ClaimedDelivery, Delivery, DeliveryClaim, EndpointKey, NewDelivery, Outbox } from '../outbox.ts';
import type { Page, PageRequest } from '../page.ts';
import { inTransaction, withStoreErrors } from './database.ts';
import { prepareOutboxStatements, type OutboxStatements } from './outbox-statements.ts';
import { optional, readPage, type Row } from './page-rows.ts';

export class SqliteOutbox implements Outbox {
  readonly #database: DatabaseSync;
  readonly #statements: OutboxStatements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepareOutboxStatements(database);
  }

  /** Whoever had claimed a delivery is gone. */
  releaseClaims(): void {
    withStoreErrors(() => this.#statements.releaseClaims.run());
  }

  /** Within the transaction of the decision that they tell of. */
  put(deliveries: readonly NewDelivery[]): void {
    for (const delivery of deliveries) this.#statements.insert.run({ ...delivery });
  }

  async claimDue({ endpoint, nowMs, limit, leaseUntilMs }: DeliveryClaim): Promise<readonly ClaimedDelivery[]> {
    const rows = inTransaction(this.#database, () => this.#statements.claimDue.all({ ...endpoint, nowMs, limit, leaseUntilMs }));
    return rows
      .toSorted(
        (one, other) => Number(one['due_at_ms']) - Number(other['due_at_ms']) || Number(one['position']) - Number(other['position']),
      )
      .map((row) => ({ delivery: readDelivery(row), epoch: Number(row['epoch']) }));
  }

  async nextDueAtMs(endpoint: EndpointKey): Promise<number | undefined> {
    const next = withStoreErrors(() => this.#statements.nextAvailable.get({ ...endpoint }))?.['next'];
    return typeof next === 'number' ? next : undefined;
  }

  async record({ delivery, epoch }: ClaimedDelivery, url: string, atMs: number, result: AttemptResult): Promise<boolean> {
    const { id, tenantId, endpointId } = delivery;
    const status: WebhookDeliveryStatus = result.type === 'retry' ? 'pending' : result.type === 'delivered' ? 'delivered' : 'failed';
    return inTransaction(this.#database, () => {
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

  async list({ tenantId, afterPosition, limit, filter }: PageRequest<WebhookDeliveryStatus>): Promise<Page<Delivery>> {
    const request = { tenantId, afterPosition, status: filter ?? null, limit: limit + 1 };
    const rows = withStoreErrors(() => this.#statements.list.all(request));
    return readPage(rows, limit, afterPosition, readDelivery);
  }

  async find(tenantId: string, deliveryId: string): Promise<Delivery | undefined> {
    const row = withStoreErrors(() => this.#statements.find.get(tenantId, deliveryId));
    return row && readDelivery(row);
  }

  async replay(tenantId: string, deliveryId: string, nowMs: number): Promise<Delivery | undefined> {
    return inTransaction(this.#database, () => {
      const row = this.#statements.replay.get({ tenantId, id: deliveryId, nowMs });
      if (row === undefined) return undefined;
      const delivery = readDelivery(row);
      this.#statements.enable.run(tenantId, delivery.endpointId);
      return delivery;
    });
  }
}

function readDelivery(row: Row): Delivery {
  const status = String(row['status']) as WebhookDeliveryStatus;
  return {
    id: String(row['id']),
    eventId: String(row['event_id']),
    tenantId: String(row['tenant_id']),
    endpointId: String(row['endpoint_id']),
    sessionId: String(row['session_id']),
    type: String(row['type']) as WebhookEventType,
    body: String(row['body']),
    createdAtMs: Number(row['created_at_ms']),
    status,
    attempts: Number(row['attempts']),
    ...(status === 'pending' && { nextAttemptAtMs: Number(row['due_at_ms']) }),
    ...optional('lastAttemptAtMs', row['last_attempt_at_ms'], Number),
    ...optional('responseStatus', row['response_status'], Number),
    ...optional('failure', row['failure'], (failure) => String(failure) as WebhookFailure),
  };
}
