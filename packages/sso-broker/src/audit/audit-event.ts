import type { AttentionReason, SettledStatus } from '@collect-payment/contract';

/** Who did it: a host's server by its secret key's id, the page of a session, InstaMed, whoever runs the broker, or the broker by itself. */
export type Actor =
  | { readonly type: 'host'; readonly keyId: string }
  | { readonly type: 'page'; readonly sessionId: string }
  | { readonly type: 'instamed' | 'operator' | 'broker' };

/** Who did it, from where, and in which request. */
export interface Origin {
  readonly actor: Actor;
  /** The network address of the caller. */
  readonly address?: string;
  readonly requestId?: string;
}

export const byBroker: Origin = { actor: { type: 'broker' } };
export const byInstaMed: Origin = { actor: { type: 'instamed' } };
export const byOperator: Origin = { actor: { type: 'operator' } };

/**
 * All that is ever recorded. A closed union, and every id in a row is opaque: it outlives what is erased of the patient, and stays true.
 */
export type AuditEvent =
  | { readonly type: 'session_created' | 'session_joined' | 'receipt_read'; readonly sessionId: string }
  /** InstaMed's own receipt is about to be opened, by whom the host names as `staff`. */
  | { readonly type: 'receipt_page_opened'; readonly sessionId: string; readonly transactionId: string }
  /** A session was made although another one is for the same thing to be paid. */
  | { readonly type: 'duplicate_allowed'; readonly sessionId: string; readonly rivalId: string }
  /** The intent of a sign-on. */
  | { readonly type: 'session_launched' | 'cancel_requested'; readonly sessionId: string }
  /** Stored with that intent, and so before the signature is made. `certificate`: SHA-256, hexadecimal. */
  | { readonly type: 'signing_key_used'; readonly sessionId: string; readonly certificate: string }
  /** The intent of a sale by a card reader, and of one that a host's server asks for. */
  | { readonly type: 'card_sale_intended' | 'sale_intended'; readonly sessionId: string }
  | { readonly type: 'session_settled'; readonly sessionId: string; readonly status: SettledStatus; readonly late: boolean }
  | { readonly type: 'session_expired' | 'session_unresolved'; readonly sessionId: string }
  | {
      readonly type: 'attention_raised';
      readonly sessionId: string;
      readonly attentionId: string;
      readonly reason: AttentionReason;
    }
  /** Money that is to be taken back, in US cents. `requestedBy` and `approvedBy` are as the host named them, and are written as `staff` is. */
  | {
      readonly type: 'reversal_requested';
      readonly sessionId: string;
      readonly reversalId: string;
      readonly reversal: 'void' | 'refund';
      readonly transactionId: string;
      readonly cents: number;
      readonly requestedBy?: string;
      readonly approvedBy?: string;
    }
  /** Stored before it is sent. */
  | { readonly type: 'reversal_sent'; readonly sessionId: string; readonly reversalId: string }
  | {
      readonly type: 'reversal_ended';
      readonly sessionId: string;
      readonly reversalId: string;
      readonly status: 'succeeded' | 'failed' | 'unresolved';
    }
  | { readonly type: 'attention_acknowledged'; readonly attentionId: string }
  | { readonly type: 'webhook_replayed'; readonly deliveryId: string }
  /** Once a day for each key and address. */
  | { readonly type: 'secret_key_used'; readonly keyId: string }
  /** `version` is another when anything but a secret has changed. */
  | { readonly type: 'configuration_loaded'; readonly version: string };
