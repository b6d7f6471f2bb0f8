import type { Display } from '@collect-payment/contract';
import type { Sale, SaleMeans } from './session.ts';
import type { InstaMedReceipt, RefundPageEvidence, ReversalEvidence, ReversalVerdict, TokenStatusMeaning } from '@collect-payment/protocol';
import type { ReversalTerms } from './reversal.ts';

/** A launch and its answers. `launchId` ties an answer to its intent; an answer that comes too late changes nothing. */
type LaunchEvent =
  /** `renews` is the token whose open page makes way. */
  | {
      readonly type: 'launchRequested';
      readonly launchId: string;
      readonly display: Display;
      readonly sale?: Sale;
      readonly renews?: string;
    }
  /** `phaseMs` spreads the sessions' polls over the polling interval. */
  | { readonly type: 'launched'; readonly launchId: string; readonly token: string; readonly url: string; readonly phaseMs: number }
  | { readonly type: 'launchFailed'; readonly launchId: string }
  /** The open page is given again, to whoever asks for it now. */
  | { readonly type: 'pageTaken' }
  | { readonly type: 'launchRecoveryDue' };

/** Nothing was asked: calls of this kind to InstaMed are held back until `untilMs`. `jitter`, random in 0..1, spreads those that wait. */
interface Deferral {
  readonly token: string;
  readonly attempt: number;
  readonly untilMs: number;
  readonly jitter: number;
}

/** Answers about a token's status. `attempt` is the performed effect's; `jitter` is random in 0..1. */
type TokenStatusEvent =
  | { readonly type: 'tokenStatusRead'; readonly token: string; readonly word: string; readonly meaning: TokenStatusMeaning }
  | { readonly type: 'tokenStatusUnavailable'; readonly token: string; readonly attempt: number; readonly jitter: number }
  | ({ readonly type: 'tokenStatusDeferred' } & Deferral);

/** Answers about a token's receipt. */
type ReceiptEvent =
  | { readonly type: 'receiptRead'; readonly token: string; readonly attempt: number; readonly receipt: InstaMedReceipt }
  | { readonly type: 'noReceiptRead'; readonly token: string; readonly attempt: number }
  | { readonly type: 'receiptUnavailable'; readonly token: string; readonly attempt: number }
  | ({ readonly type: 'receiptDeferred' } & Deferral);

/**
 * InstaMed says that something happened to a transaction of the session. A hint: it can lead to a look and to a note, and never to
 * a status. `token` is as it came, perhaps cut to 36 characters (instamed-protocol.md §1.4).
 */
export interface PaymentHint {
  readonly token?: string;
  readonly transactionId: string;
  readonly originalTransactionId?: string;
  readonly transactionAction: string;
  readonly statusCode: string;
  /** Of a refund: what was refunded, in US cents. */
  readonly cents?: number;
  /** Of an eCheck: its amount. */
  readonly checkCents?: number;
}

/** A sale in the place of a page, its refusal, and its end without any. Its answer is a `receiptRead`. */
type SaleEvent =
  | { readonly type: 'saleIntended'; readonly token: string; readonly by: SaleMeans }
  /** Nothing was sold, for certain. */
  | { readonly type: 'saleRefused'; readonly token: string }
  /** Nothing can tell what became of it. `given`: by whoever made the call; else the time that has passed has to say so. */
  | { readonly type: 'saleAnswerLost'; readonly token: string; readonly given: 'up' | 'time' }
  /** InstaMed's own page is wanted in the place of a sale. */
  | { readonly type: 'saleForgone' };

/** A void or refund and its answers. `sendId` ties an answer to the one sending of it. */
type ReversalEvent =
  /** `dailyCeilingCents`: what the tenant's reversals of a day may come to, which the store checks in the step's transaction. */
  | { readonly type: 'reversalRequested'; readonly reversal: ReversalTerms; readonly dailyCeilingCents?: number }
  | { readonly type: 'reversalSent'; readonly reversalId: string; readonly sendId: string }
  /** For certain nothing left for InstaMed. */
  | {
      readonly type: 'reversalNotSent';
      readonly reversalId: string;
      readonly sendId: string;
      readonly attempt: number;
      readonly jitter: number;
      readonly untilMs?: number;
    }
  | { readonly type: 'reversalAnswered'; readonly reversalId: string; readonly sendId: string; readonly verdict: ReversalVerdict }
  | { readonly type: 'reversalAnswerLost'; readonly reversalId: string }
  | {
      readonly type: 'reversalPageOpened';
      readonly reversalId: string;
      readonly sendId: string;
      readonly token: string;
      readonly url: string;
    }
  /** `receiptAtMs` is the time that the receipt gives. `pageExpired`: before it was read, the token of the void's page had ended without a transaction. */
  | {
      readonly type: 'reversalLookedUp';
      readonly reversalId: string;
      readonly attempt: number;
      readonly evidence: ReversalEvidence | 'unavailable';
      readonly receiptAtMs?: number;
      readonly pageExpired?: boolean;
    }
  /**
   * Of a refund on InstaMed's page, in the order of asking: what its token says; once that is over, what the receipt on the token tells (`none`: there
   * is no transaction on it); and after that, where it ended unused, what the receipt of the payment tells.
   */
  | {
      readonly type: 'refundPageLookedUp';
      readonly reversalId: string;
      readonly attempt: number;
      readonly page: TokenStatusMeaning | 'unavailable';
      readonly onPage?: RefundPageEvidence | 'none' | 'unavailable';
      readonly onPayment?: ReversalEvidence | 'unavailable';
      readonly receiptAtMs?: number;
    }
  | {
      readonly type: 'reversalLookUpDeferred';
      readonly reversalId: string;
      readonly attempt: number;
      readonly untilMs: number;
      readonly jitter: number;
    };

/** Everything that can happen to a session. `atMs` is when it became known here. */
export type SessionEvent = { readonly atMs: number } & (
  | LaunchEvent
  | TokenStatusEvent
  | ReceiptEvent
  | SaleEvent
  | ReversalEvent
  | { readonly type: 'paymentHinted'; readonly hint: PaymentHint }
  | { readonly type: 'cancelRequested' }
  | { readonly type: 'lifetimeSpent' }
);

/** One kind of event with its time. */
export type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { readonly type: Type }>;
