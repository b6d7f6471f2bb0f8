import type { AttentionItem, PaymentSessionView, WebhookDelivery } from '@collect-payment/contract';
import type { BookedWebhook } from '../host/webhook-books.ts';
import type { Poll } from '../proxy/poll-log.ts';
import type { TenantId } from '../world/credentials.ts';
import type { Ledger } from '../world/instamed.ts';
import type { Order } from '../world/order.ts';

/** What one clinic sees at the end. */
export interface ClinicEvidence {
  /** Of its account at InstaMed. */
  readonly accountId: string;
  /** The list of sessions, read from its beginning. */
  readonly sessions: readonly PaymentSessionView[];
  /** The latest view of each session, by a host that read the list all along. */
  readonly read: ReadonlyMap<string, PaymentSessionView>;
  readonly attention: readonly AttentionItem[];
  readonly deliveries: readonly WebhookDelivery[];
}

/** Everything that is known when nothing moves any more, by those who cannot have agreed on it. */
export interface Evidence {
  readonly orders: readonly Order[];
  readonly clinics: Readonly<Record<TenantId, ClinicEvidence>>;
  readonly webhooks: readonly BookedWebhook[];
  /** All that was ever told of a session, in order. */
  readonly histories: ReadonlyMap<string, readonly PaymentSessionView[]>;
  readonly ledger: Ledger;
  readonly polls: readonly Poll[];
  readonly pollIntervalMs: number;
  /** When a broker ended, stood still or lost its database, on the clock of the polls. */
  readonly takeoversAtMs: readonly number[];
}

/** A promise of docs/reliability.md that was broken, and how. */
export interface Violation {
  readonly rule: Rule;
  readonly what: string;
}

export type Rule =
  | 'I1 no silent payment'
  | 'I2 nothing twice'
  | 'I3 no cross-talk'
  | 'I4 amounts'
  | 'I5 nothing in logs'
  | 'I6 monotone'
  | 'I8 no false success'
  | 'I9 nothing stuck'
  | 'I11 never blindly'
  | 'one poller'
  | 'a drain ends';
