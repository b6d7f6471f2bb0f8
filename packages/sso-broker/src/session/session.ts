import type { Display, PaymentSessionStatus, SettledStatus } from '@collect-payment/contract';
import type { CardEntry, InstaMedReceipt, ReceiptVerdict, SaleDevice, SavedCardVerdict } from '@collect-payment/protocol';
import type { Note } from './note.ts';
import type { PaymentReport } from './payment-report.ts';
import type { Reversal } from './reversal.ts';
import type { Terms } from './terms.ts';
import type { CancelingWatch, PollingWatch, ReadingWatch, TokenWatch } from './token-watch.ts';

/** The verdicts by which money was taken. */
export type PaidVerdict = Extract<ReceiptVerdict, { readonly approvedCents: number }>;

/** The verdict by which a card was saved, and no money taken. */
export interface SavedVerdict {
  readonly type: Extract<SavedCardVerdict['type'], 'saved'>;
}

/** The verdicts by which none was, or none is left, and no card was saved. */
export interface UnpaidVerdict {
  readonly type: Exclude<ReceiptVerdict['type'], PaidVerdict['type'] | 'unknown'>;
}

/** The verdicts that say what became of a token. */
export type Verdict = PaidVerdict | SavedVerdict | UnpaidVerdict;

/** A receipt, the token it was read by, and what it says by its transactionStatus. */
export interface FoundReceipt<Found extends Verdict = Verdict> {
  readonly token: string;
  readonly receipt: InstaMedReceipt;
  readonly verdict: Found;
  readonly foundAtMs: number;
}

/** The intent stored before a launch, the one call that cannot be repeated. */
interface LaunchIntent {
  readonly launchId: string;
  readonly display: Display;
  readonly requestedAtMs: number;
  /** A launch without an answer by then is lost: no browser got its token. */
  readonly recoverAtMs: number;
}

/** What a sale is made by, in the place of a page: a card reader, or what the host's server names. Nothing of a card is kept, and no name of a saved one. */
export type SaleMeans =
  | { readonly device: SaleDevice; readonly entry: CardEntry }
  | { readonly device?: never; readonly tender: NonNullable<Terms['tender']> };

/** A sale in the place of a page. */
export type Sale = SaleMeans & {
  /** The page of its sign-on, which nobody has: for the return to `open` should InstaMed refuse the sale. */
  readonly page?: { readonly url: string; readonly display: Display };
};

/** What a webhook of InstaMed's says of a refund of one of the session's payments. */
export interface RefundReport {
  /** Of the refund. */
  readonly transactionId: string;
  /** Of the payment. */
  readonly originalTransactionId: string;
  readonly cents: number;
}

/** What a session carries through every status. */
export interface SessionRecord {
  readonly terms: Terms;
  /** Grows by one with every change of the session. */
  readonly sequence: number;
  readonly updatedAtMs: number;
  /** The tokens that are not the current one, in the order of their launch. */
  readonly watches: readonly TokenWatch[];
  /** Receipts that did not decide the outcome. A paid one among them is a second payment. */
  readonly otherReceipts: readonly FoundReceipt[];
  /** Append-only. */
  readonly notes: readonly Note[];
  /** The sales that InstaMed told of by webhook before any receipt was read: ViewReceipt names only the last of several on one token. */
  readonly hintedSales?: readonly string[];
  /** How the latest sign-on is paid on, when not on its page. */
  readonly sale?: Sale;
  /** Voids and refunds of what was paid, in the order of their requests. */
  readonly reversals?: readonly Reversal[];
  /** Refunds that InstaMed told of by webhook while one of ours was open: which of them are ours shows when that one ends. */
  readonly hintedRefunds?: readonly string[];
  /** How much was refunded, as InstaMed's webhooks say: no receipt names an amount. Kept once a refund was asked for on InstaMed's page. */
  readonly refundReports?: readonly RefundReport[];
  /** What InstaMed has reported of what was paid, in the order of its coming. */
  readonly reports?: readonly PaymentReport[];
  /** Once canceled, a session that turns out to be unpaid is `canceled`, never `expired`. */
  readonly cancelRequestedAtMs?: number;
}

type Created = { readonly status: 'created' };
type Expired = { readonly status: 'expired'; readonly expiredAtMs: number };

/** Each status with what is known in it, and nothing else. */
export type SessionState =
  | Created
  | { readonly status: 'launching'; readonly launch: LaunchIntent; readonly resume: Created | Expired }
  | {
      readonly status: 'open';
      readonly current: PollingWatch;
      readonly url: string;
      readonly display: Display;
      /** The sequence at which the page was last given out: a window that got it before gives way. Absent while no window has it. */
      readonly opening?: number;
    }
  | { readonly status: 'confirming'; readonly current: ReadingWatch | CancelingWatch }
  | { readonly status: 'unresolved'; readonly unresolvedAtMs: number }
  | Expired
  | { readonly status: PaidVerdict['type']; readonly found: FoundReceipt<PaidVerdict>; readonly late: boolean }
  | { readonly status: 'saved'; readonly found: FoundReceipt<SavedVerdict>; readonly late: boolean }
  | { readonly status: 'declined' | 'failed'; readonly found: FoundReceipt<UnpaidVerdict>; readonly late: boolean }
  | { readonly status: 'canceled'; readonly canceledAtMs: number; readonly late: boolean; readonly found?: FoundReceipt<UnpaidVerdict> };

/** A payment session: the agreed terms, the tokens under watch, and one status of the contract. */
export type PaymentSession = SessionRecord & SessionState;

/** The session in one of its statuses. */
export type SessionIn<Status extends PaymentSessionStatus> = Extract<PaymentSession, { readonly status: Status }>;

/** Whether a payment was found. */
export function isPaid(session: PaymentSession): session is SessionIn<PaidVerdict['type']> {
  return session.status === 'approved' || session.status === 'partially_approved';
}

/** Whether the session is over for its page. `expired` and `unresolved` are not: a payment may still be found. */
export function isSettled(session: PaymentSession): session is SessionIn<SettledStatus> {
  switch (session.status) {
    case 'approved':
    case 'partially_approved':
    case 'saved':
    case 'declined':
    case 'canceled':
    case 'failed':
      return true;
    case 'created':
    case 'launching':
    case 'open':
    case 'confirming':
    case 'unresolved':
    case 'expired':
      return false;
    default:
      return session satisfies never;
  }
}
