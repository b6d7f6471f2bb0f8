import {
  eraseSession,
  type PaymentSession,
  type Perishable,
  type Retention,
  type StoredAttentionItem,
} from '@collect-payment/sso-broker/core';
import type { NoticeRow } from './simulated-inbox.ts';
import type { DeliveryRow } from './simulated-outbox.ts';
import type { ListedRow } from './simulated-page.ts';
import { SimulatedPaymentList, type PaymentEntry } from './simulated-payment-list.ts';

interface SessionRow {
  sequence: number;
  document: string;
  finalSinceMs: number | undefined;
  subject: string | undefined;
}

interface PerishableRows {
  readonly keys: Map<string, { readonly usedAtMs: number }>;
  readonly requestKeys: Map<string, { readonly usedAtMs: number }>;
  readonly deliveries: DeliveryRow[];
  readonly notices: NoticeRow[];
  readonly attention: ListedRow<StoredAttentionItem>[];
  readonly sessions: ReadonlyMap<string, SessionRow>;
  readonly payments: Map<string, PaymentEntry>;
}

/** The end of what is kept on the simulated disk. */
export class SimulatedRetention implements Retention {
  readonly #disk: PerishableRows;

  constructor(disk: PerishableRows) {
    this.#disk = disk;
  }

  async takeTurn(): Promise<boolean> {
    return true;
  }

  async remove(kind: Perishable, beforeMs: number, limit: number): Promise<number> {
    const { keys, requestKeys, deliveries, notices, attention, sessions } = this.#disk;
    const isOld = (atMs: number | undefined): boolean => atMs !== undefined && atMs < beforeMs;
    switch (kind) {
      case 'idempotencyKeys': {
        const removed = removeKeys(keys, limit, isOld);
        return removed + removeKeys(requestKeys, limit - removed, isOld);
      }
      case 'deliveredWebhooks':
        return removeFrom(deliveries, limit, ({ item }) => item.status === 'delivered' && isOld(item.lastAttemptAtMs));
      case 'followedNotices':
        return removeFrom(notices, limit, ({ notice, dueAtMs }) => dueAtMs === undefined && isOld(notice.receivedAtMs));
      case 'acknowledgedAttention':
        return removeFrom(attention, limit, ({ item }) => isOld(item.acknowledgedAtMs));
      case 'personalData': {
        const old = [...sessions].filter(([, { finalSinceMs }]) => isOld(finalSinceMs)).slice(0, limit);
        for (const [sessionId, row] of old) {
          new SimulatedPaymentList(this.#disk.payments).erase(sessionId);
          const erased = eraseSession(JSON.parse(row.document) as PaymentSession);
          row.sequence = erased.sequence;
          row.document = JSON.stringify(erased);
          row.finalSinceMs = undefined;
          row.subject = undefined;
        }
        return old.length;
      }
      default:
        return kind satisfies never;
    }
  }

  async scrub(): Promise<void> {
    // What was removed is nowhere.
  }
}

function removeFrom<Row>(rows: Row[], limit: number, isMeant: (row: Row) => boolean): number {
  const meant = rows.filter((row) => isMeant(row)).slice(0, limit);
  for (const row of meant) rows.splice(rows.indexOf(row), 1);
  return meant.length;
}

function removeKeys(keys: Map<string, { readonly usedAtMs: number }>, limit: number, isOld: (atMs: number) => boolean): number {
  const old = [...keys].filter(([, { usedAtMs }]) => isOld(usedAtMs)).slice(0, limit);
  for (const [key] of old) keys.delete(key);
  return old.length;
}
