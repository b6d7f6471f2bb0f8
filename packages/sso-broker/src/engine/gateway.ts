import type { CreatePayment, Display } from '@collect-payment/contract';
import type { CardEntry, InstaMedReceipt, ReversalVerdict, SaleDevice, TokenStatusMeaning } from '@collect-payment/protocol';
import type { Outlet, PaymentTerms, WholeTerms } from '../session/terms.ts';

/** InstaMed gave no answer that could be used. `code` is a catalogue or protocol error code, never upstream text. */
export interface Unavailable {
  readonly type: 'unavailable';
  readonly reason: 'timeout' | 'unreachable' | 'http_status' | 'unreadable' | 'fault';
  readonly code?: string;
  /** For certain nothing reached InstaMed, so that the call may be made again whatever it was. */
  readonly notSent?: true;
}

/** The call was not made: calls of its kind are being held back, and may be made from `untilMs` on. */
export interface Deferred {
  readonly type: 'deferred';
  readonly untilMs: number;
}

export type LaunchAnswer =
  | { readonly type: 'launched'; readonly token: string; readonly url: string }
  /** InstaMed's SSOError page (instamed-protocol.md §1.4). */
  | { readonly type: 'refused'; readonly respCode: number | undefined; readonly respMessage: string }
  | Unavailable
  | Deferred;

export type TokenStatusAnswer =
  | { readonly type: 'status'; readonly word: string; readonly meaning: TokenStatusMeaning }
  | Unavailable
  | Deferred;

export type ViewReceiptAnswer =
  | { readonly type: 'receipt'; readonly receipt: InstaMedReceipt }
  | { readonly type: 'no-receipt'; readonly errorCode: string | undefined }
  | Unavailable
  | Deferred;

/** A card that a reader has read and encrypted. `data` is hexadecimal, and only InstaMed can open it. */
export interface CardRead {
  readonly device: SaleDevice;
  readonly entry: CardEntry;
  readonly fallback: boolean;
  readonly data: string;
}

/** What a host's server has a payment made by. The name of a saved card is told to InstaMed and kept nowhere. */
export type TenderOrder = CheckOrder | { readonly tender: Exclude<CreatePayment['tender'], { readonly type: 'check' }> };

/** An eCheck. Its numbers are told to InstaMed once and kept nowhere; no token goes with it. */
export interface CheckOrder {
  readonly tender: Extract<CreatePayment['tender'], { readonly type: 'check' }>;
}

/** What a sale is made by, in the place of a page. */
export type SaleOrder = CardRead | TenderOrder;

/** What is sold under a token. */
export type TokenOrder = Exclude<SaleOrder, CheckOrder>;

export const isCheckOrder = (order: SaleOrder): order is CheckOrder => 'tender' in order && order.tender.type === 'check';

export type SaleAnswer =
  | { readonly type: 'sold'; readonly receipt: InstaMedReceipt; readonly emvResponse?: string }
  /** Nothing was sold. `unheard`: the credentials were refused, before any work. */
  | { readonly type: 'refused'; readonly unheard?: true }
  | Unavailable
  | Deferred;

/** A void or a refund of a payment, at the outlet that took it. */
export interface ReversalOrder {
  readonly tenantId: string;
  readonly outlet: Outlet;
  readonly type: 'void' | 'refund';
  /** Of the payment. */
  readonly tender: 'card' | 'check';
  readonly transactionId: string;
  readonly cents: number;
  /** On InstaMed's own page: who works it, and the session that its webhooks name. */
  readonly screen?: { readonly userId?: string; readonly sessionId: string };
}

export type ReversalCallAnswer =
  | { readonly type: 'answered'; readonly verdict: ReversalVerdict }
  /** The page for a void or refund by screen. */
  | { readonly type: 'opened'; readonly token: string; readonly url: string }
  | Unavailable
  | Deferred;

/** InstaMed's own receipt of a payment, for a clerk. */
export interface ReceiptOrder {
  readonly tenantId: string;
  readonly transactionId: string;
  readonly userId?: string;
}

/**
 * InstaMed, as the engine needs it. Trouble upstream is an answer (`unavailable`), never an exception.
 * Every call ends well within `launchRecoveryMs` (session/schedule.ts), by a timeout of its own.
 */
export interface Gateway {
  /** Signs on, server to server. Not repeatable: the engine calls it once for each stored intent. */
  launch(terms: WholeTerms, display: Display): Promise<LaunchAnswer>;
  tokenStatus(tenantId: string, token: string): Promise<TokenStatusAnswer>;
  /** Sells under a token. Not repeatable: the engine calls it once for each stored intent. */
  sell(terms: PaymentTerms, token: string, order: SaleOrder): Promise<SaleAnswer>;
  /** Voids or refunds. Not repeatable: the engine calls it once for each stored sending. */
  reverse(order: ReversalOrder): Promise<ReversalCallAnswer>;
  /** Signs on to the receipt of a payment. It changes nothing, so that it may be repeated: each is a page of its own. */
  openReceipt(order: ReceiptOrder): Promise<LaunchAnswer>;
  viewReceipt(tenantId: string, outlet: Outlet, token: string): Promise<ViewReceiptAnswer>;
}
