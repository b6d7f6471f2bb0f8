import type { Effect } from '../session/effect.ts';
import type { AttentionItem } from '../session/attention-item.ts';
import type { PaymentSession } from '../session/session.ts';
import type { AttentionList } from './attention-list.ts';
import type { Inbox } from './inbox.ts';
import type { NewDelivery, Outbox } from './outbox.ts';

/** What makes a create call repeatable: the same key with the same fingerprint is the same request. Scoped to the tenant. */
export interface IdempotencyKey {
  readonly key: string;
  readonly fingerprint: string;
}

export type CreateOutcome =
  | { readonly type: 'created' }
  /** The key was used before; nothing was stored. */
  | { readonly type: 'key_used'; readonly fingerprint: string; readonly sessionId: string };

/** One decision, to be stored whole or not at all. */
export interface Commit {
  /** The session the decision was made on. Any other sequence stored by now is a conflict. */
  readonly from: PaymentSession;
  /** The same session when only effects were decided. */
  readonly to: PaymentSession;
  /** The claimed effect whose answer led here. It is gone afterwards, unless another has taken its place meanwhile. */
  readonly performedEffectId?: number;
  readonly effects: readonly Effect[];
  /** Webhooks that tell of the decision. One whose id is stored already is left as it is. */
  readonly deliveries?: readonly NewDelivery[];
  /** What the decision gives a person to look at; likewise stored once. */
  readonly attention?: readonly AttentionItem[];
}

/** An effect that this process has taken to perform. Its id is never used again. */
export interface ClaimedEffect {
  readonly effectId: number;
  readonly sessionId: string;
  readonly effect: Effect;
}

export interface ClaimRequest {
  readonly nowMs: number;
  readonly limit: number;
  /** Until then nobody else claims it. After it the effect is due again, as if never claimed. */
  readonly leaseUntilMs: number;
  /** Only the effects of this session. */
  readonly sessionId?: string;
}

/** Sessions in the order of their latest change, after a position. Positions are the tenant's own and grow. */
export interface ChangedPage {
  readonly sessions: readonly PaymentSession[];
  readonly nextPosition: number;
  readonly hasMore: boolean;
}

/**
 * The only memory of the broker. Every method is one transaction that is on disk when its promise resolves.
 * Rejects with StoreError when the engine cannot be trusted or reached.
 */
export interface Store {
  readonly outbox: Outbox;
  readonly attention: AttentionList;
  readonly inbox: Inbox;
  create(session: PaymentSession, effects: readonly Effect[], idempotencyKey?: IdempotencyKey): Promise<CreateOutcome>;
  load(sessionId: string): Promise<PaymentSession | undefined>;
  /** Compare-and-set on the session's sequence. On `conflict` nothing was stored. */
  commit(commit: Commit): Promise<'committed' | 'conflict'>;
  listChanged(tenantId: string, afterPosition: number, limit: number): Promise<ChangedPage>;
  claimDue(request: ClaimRequest): Promise<readonly ClaimedEffect[]>;
  /** When the next effect can be claimed; undefined when none is pending. */
  nextDueAtMs(): Promise<number | undefined>;
  /** The tenant's sessions that ever had this token; by its first 36 characters when no more are given (instamed-protocol.md §1.4). */
  findByToken(tenantId: string, token: string): Promise<readonly string[]>;
  /** Makes the session's unclaimed token effects due now. False when that was done less than `gapMs` ago. */
  bringForward(sessionId: string, nowMs: number, gapMs: number): Promise<boolean>;
  /** Whether the store answers (for /readyz). */
  ping(): Promise<void>;
  close(): Promise<void>;
}
