import type { Display } from '@collect-payment/contract';
import type { Origin } from '../audit/audit-event.ts';
import type { AuditWriter } from '../audit/audit-writer.ts';
import type { PaymentSession } from '../session/session.ts';
import type { PaymentHint } from '../session/session-event.ts';
import type { Asked, CommonTerms, Patient, Polling } from '../session/terms.ts';
import type { TransitionRefusal } from '../session/transition-error.ts';
import type { DuplicatePolicy, DuplicateReason } from '../session/judge-duplicate.ts';
import type { ChangedPage, IdempotencyKey, Store } from '../storage/store.ts';
import type { Clock } from './clock.ts';
import type { EngineLog } from './engine-log.ts';
import type { CardRead, Gateway, LaunchAnswer, ReceiptOrder, TenderOrder } from './gateway.ts';
import type { ReversalRequest, ReversalResult } from './reversal-request.ts';
import type { HostWebhooks } from './host-webhooks.ts';
import type { HeldLaunch, LaunchLimits } from './launch-limits.ts';

/** What `createEngine` (create-engine.ts) is given. */
export interface EngineDependencies {
  readonly store: Store;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly log: EngineLog;
  /** Cryptographically random bytes: session ids are guessed by nobody. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** A number in 0..1, for the jitter of retries. */
  readonly random: () => number;
  /** Without it no host is told by webhook. */
  readonly webhooks?: HostWebhooks;
  /** Without it nothing is recorded of who did what. */
  readonly audit?: Pick<AuditWriter, 'draft' | 'certificateOf'>;
  /** Without them a session may be launched at any time. */
  readonly launchLimits?: LaunchLimits;
  /** For the sessions made from now on. */
  readonly polling: Polling;
}

/** What a host asks for, the tenant's defaults filled in. Ids and times are the engine's. */
export type NewSession = Omit<CommonTerms, 'id' | 'polling' | 'createdAtMs' | 'expiresAtMs'> & { readonly patient: Patient } & Asked;

/** What other sessions a new one must not be made beside. */
export interface Duplicates {
  /** What is to be paid, as a keyed hash. */
  readonly subject: string;
  readonly policy: DuplicatePolicy;
}

export type CreateResult =
  | { readonly type: 'created'; readonly session: PaymentSession }
  /** A live session for the same thing to be paid, on the same terms: nothing was made. */
  | { readonly type: 'joined'; readonly session: PaymentSession }
  /** A session for the same thing to be paid stands in the way. */
  | { readonly type: 'refused'; readonly reason: DuplicateReason; readonly session: PaymentSession }
  /** The same request again: the session as it was when first made. */
  | { readonly type: 'replayed'; readonly session: PaymentSession }
  /** The same request again, of one that made no session: what `answerOf` made of it. */
  | { readonly type: 'answered'; readonly answer: string }
  /** The key was used for another request. */
  | { readonly type: 'key_reused' };

/** The session's status forbids the call. `launching` and `confirming` pass by themselves: the caller may try again. */
export interface Conflict {
  readonly type: 'conflict';
  readonly reason: TransitionRefusal;
  readonly session: PaymentSession;
}

export interface NotFound {
  readonly type: 'not_found';
}

export type LaunchResult =
  | {
      readonly type: 'launched';
      readonly url: string;
      readonly display: Display;
      readonly tokenExpiresAtMs: number;
      /** Grows with every giving of the page: only the window with the latest one shows it. */
      readonly opening: number;
      /** The live launch was given again. */
      readonly reused: boolean;
    }
  /** InstaMed said no, or nothing: the session is as it was before the launch. */
  | Exclude<LaunchAnswer, { readonly type: 'launched' }>
  /** Nothing was asked of InstaMed: the session was launched too lately, or too often. */
  | HeldLaunch
  | Conflict
  | NotFound;

/** What became of a sale. */
export type SaleResult =
  /** Settled, or `confirming` when InstaMed's answer was lost. */
  | { readonly type: 'paid'; readonly session: PaymentSession; readonly emvResponse?: string }
  /** InstaMed refused it, `unheard` or not even that, and may be asked from `untilMs` on. Nothing was sold; a card may be read again. */
  | { readonly type: 'sale_refused'; readonly unheard?: true; readonly untilMs?: number }
  | Exclude<LaunchResult, { readonly type: 'launched' }>;

/** What became of a payment that the host's server has asked for. */
export type PayResult =
  | { readonly type: 'paid'; readonly session: PaymentSession; readonly replayed: boolean }
  | Exclude<SaleResult, { readonly type: 'paid' }>
  | Exclude<CreateResult, { readonly session: PaymentSession }>
  | Extract<CreateResult, { readonly type: 'refused' }>;

export type SessionResult = { readonly type: 'session'; readonly session: PaymentSession } | Conflict | NotFound;

/**
 * What the routes call. Tenancy and permission are theirs to check: `session.terms.tenantId` tells the owner. `by` is who asks, for the
 * audit log; the broker itself when nobody is named.
 */
export interface Engine {
  create(newSession: NewSession, idempotencyKey?: IdempotencyKey, duplicates?: Duplicates, by?: Origin): Promise<CreateResult>;
  /** Signs on now, unless a live launch can be given again. One whose token ends at `insteadOfMs` makes way for a new one. */
  launch(sessionId: string, display: Display, by?: Origin, insteadOfMs?: number): Promise<LaunchResult>;
  /** Pays by a card that a reader has read, in the place of a page. */
  payByCardRead(sessionId: string, read: CardRead, by?: Origin): Promise<SaleResult>;
  /**
   * Makes a session that has a tender and pays it, with nobody before a page. The same request again finds the session and sells only when
   * for certain nothing was sold yet.
   */
  pay(newSession: NewSession, order: TenderOrder, idempotencyKey: IdempotencyKey, duplicates?: Duplicates, by?: Origin): Promise<PayResult>;
  /**
   * Cancels. An open page's receipt is read first, and a payment found wins; when that look-up cannot be made, the
   * session answered is still `confirming`.
   */
  cancel(sessionId: string, by?: Origin): Promise<SessionResult>;
  /** Looks at InstaMed now, at most once in 2 s, and answers the session as it then is. */
  checkNow(sessionId: string): Promise<PaymentSession | undefined>;
  /** InstaMed has hinted at a payment of the session: looks now. `launching` means that the hint must wait for the answer of a launch, or of an eCheck's sale. */
  hint(sessionId: string, hint: PaymentHint): Promise<'looked' | 'launching' | 'not_found'>;
  /** Voids or refunds a payment of the session. The same id again is the same request, and is never sent twice. */
  reverse(sessionId: string, request: ReversalRequest, by?: Origin): Promise<ReversalResult | NotFound>;
  /** Signs on to InstaMed's own receipt of a payment. Nothing of it is stored. */
  openReceipt(order: ReceiptOrder): Promise<LaunchAnswer>;
  get(sessionId: string): Promise<PaymentSession | undefined>;
  /** The tenant's session that has found this payment. */
  findByTransaction(tenantId: string, transactionId: string): Promise<PaymentSession | undefined>;
  list(tenantId: string, afterPosition: number, limit: number): Promise<ChangedPage>;
  /** Calls `listener` after each change of the session, in order. The answer unsubscribes. */
  subscribe(sessionId: string, listener: (session: PaymentSession) => void): () => void;
  /** Resumes the stored work. */
  start(): void;
  /**
   * Claims no new work and resolves when the work in flight is stored. Callers are still served; what they begin is waited for by calling
   * again. The store is the caller's to close.
   */
  stop(): Promise<void>;
}
