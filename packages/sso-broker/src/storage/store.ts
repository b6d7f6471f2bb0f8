import type { Effect } from '../session/effect.ts';
import type { AttentionItem } from '../session/attention-item.ts';
import type { DuplicateVerdict } from '../session/judge-duplicate.ts';
import type { Spending } from '../session/reversal-spending.ts';
import type { PaymentSession } from '../session/session.ts';
import type { AuditDraft } from '../audit/audit-writer.ts';
import type { AttentionList } from './attention-list.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { Backlog } from './backlog.ts';
import type { Inbox } from './inbox.ts';
import type { NewDelivery, Outbox } from './outbox.ts';
import type { PaymentList } from './payment-list.ts';
import type { RequestKeys } from './request-keys.ts';
import type { Retention } from './retention.ts';

/** What makes a create call repeatable: the same key with the same fingerprint is the same request. Scoped to the tenant. */
export interface IdempotencyKey {
  readonly key: string;
  readonly fingerprint: string;
  /** What to keep with the key of an answer that its session does not tell. Called within the transaction. */
  readonly answerOf?: (verdict: Exclude<DuplicateVerdict, { readonly type: 'create' }>) => string;
}

/** Keeps two sessions from being made for one thing to be paid. */
export interface DuplicateGuard {
  /** What is to be paid, as a keyed hash. Sessions of a tenant with the same one are each other's rivals. */
  readonly subject: string;
  /** Decides within the transaction, while no other session of the subject can be made. The latest changed rival first. */
  readonly judge: (rivals: readonly PaymentSession[]) => DuplicateVerdict;
}

/** What is recorded of a creation, by what comes of it. Called within the transaction. */
export type AuditOfCreation = (type: 'created' | 'joined', session: PaymentSession) => AuditDraft;

/** How many rivals are looked at: the latest changed. More than one are there only when the host has allowed them. */
export const maxRivals = 50;

export type CreateOutcome =
  | { readonly type: 'created'; readonly session: PaymentSession }
  | Exclude<DuplicateVerdict, { readonly type: 'create' }>
  /** The key was used before; nothing was stored. */
  | { readonly type: 'key_used'; readonly fingerprint: string; readonly sessionId: string; readonly answer?: string };

/** One decision, to be stored whole or not at all. */
export interface Commit {
  /** The session the decision was made on. Any other sequence stored by now is a conflict. */
  readonly from: PaymentSession;
  /** The same session when only effects were decided. */
  readonly to: PaymentSession;
  /** The claimed effect whose answer led here. It is gone afterwards; a claim that is no longer held makes the whole commit `lost`. */
  readonly performed?: Claim;
  readonly effects: readonly Effect[];
  /** Webhooks that tell of the decision. One whose id is stored already is left as it is. */
  readonly deliveries?: readonly NewDelivery[];
  /** What the decision gives a person to look at; likewise stored once. */
  readonly attention?: readonly AttentionItem[];
  /** Who decided it, as the audit log has it. */
  readonly audit?: AuditDraft;
  /** What the tenant takes back on a day. Above its ceiling nothing is stored; a decision that has one performs no claim. */
  readonly spending?: Spending;
}

/** What became of a commit. Nothing was stored but by the first. */
export type CommitOutcome = 'committed' | 'conflict' | 'lost' | 'over_ceiling';

/**
 * What a broker holds while it performs an effect. The epoch grows whenever the effect is claimed again, handed over or
 * replaced, so a broker that was paused past its lease holds an old one, and its writes are refused.
 */
export interface Claim {
  readonly effectId: number;
  readonly epoch: number;
}

/** An effect that a broker has taken to perform. */
export interface ClaimedEffect extends Claim {
  readonly sessionId: string;
  readonly effect: Effect;
}

/** How long a claim is held from now on. Nobody else claims the effect until then; after it the effect is due again. */
export interface Lease {
  readonly nowMs: number;
  readonly leaseMs: number;
}

/** `nowMs` tells what is due; leases end by the clock of the engine, where it has one. */
export interface ClaimRequest extends Lease {
  readonly limit: number;
  /** Only the effects of this session. */
  readonly sessionId?: string;
}

/** Sessions in the order of their latest change, after a position. Positions are the tenant's own and grow. */
export interface ChangedPage {
  readonly sessions: readonly PaymentSession[];
  readonly nextPosition: number;
  readonly hasMore: boolean;
}

/** Hears what other brokers do to a shared store. */
export interface StoreWatcher {
  /** Another broker has changed this session. */
  changed(sessionId: string): void;
  /** For a while nothing was heard: any session may have been changed. */
  missedSome(): void;
}

/**
 * The only memory of the broker. Every method is one transaction that is on disk when its promise resolves.
 * Rejects with StoreError when the engine cannot be trusted or reached.
 */
export interface Store {
  readonly outbox: Outbox;
  readonly attention: AttentionList;
  readonly inbox: Inbox;
  readonly requestKeys: RequestKeys;
  readonly retention: Retention;
  readonly audit: AuditTrail;
  readonly backlog: Backlog;
  readonly payments: PaymentList;
  /** Whether other brokers work on the same store. */
  readonly isShared: boolean;
  create(
    session: PaymentSession,
    effects: readonly Effect[],
    idempotencyKey?: IdempotencyKey,
    guard?: DuplicateGuard,
    auditOf?: AuditOfCreation,
  ): Promise<CreateOutcome>;
  load(sessionId: string): Promise<PaymentSession | undefined>;
  /** Compare-and-set on the session's sequence (`conflict`), on the claim (`lost`) and on the tenant's day (`over_ceiling`). Nothing was stored then. */
  commit(commit: Commit): Promise<CommitOutcome>;
  listChanged(tenantId: string, afterPosition: number, limit: number): Promise<ChangedPage>;
  claimDue(request: ClaimRequest): Promise<readonly ClaimedEffect[]>;
  /** Prolongs the leases of the claims that are still held, and passes over the others. */
  renew(claims: readonly Claim[], lease: Lease): Promise<void>;
  /** The tenant's sessions that ever had this token; by its first 36 characters when no more are given (instamed-protocol.md §1.4). */
  findByToken(tenantId: string, token: string): Promise<readonly string[]>;
  /** When the next effect can be claimed; undefined when none is pending. */
  nextDueAtMs(nowMs: number): Promise<number | undefined>;
  /** Makes the session's unclaimed token effects due now. False when that was done less than `gapMs` ago. */
  bringForward(sessionId: string, nowMs: number, gapMs: number): Promise<boolean>;
  /** Tells of the changes of other brokers, until the store is closed. For one watcher. */
  watch(watcher: StoreWatcher): void;
  /** Whether the store answers (for /readyz). */
  ping(): Promise<void>;
  /** Hands what is still claimed to whoever comes next. */
  close(): Promise<void>;
}
