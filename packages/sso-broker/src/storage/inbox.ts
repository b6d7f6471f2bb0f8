/** A webhook of InstaMed's, by what leads to the truth. The body itself is not kept: it is about a person. */
export interface Notice {
  readonly tenantId: string;
  readonly transactionId: string;
  readonly statusCode: string;
  readonly transactionAction: string;
  /** Hexadecimal. With the three before it, it tells a repetition from news: InstaMed gives its webhooks no id. */
  readonly bodySha256: string;
  readonly originalTransactionId?: string;
  readonly token?: string;
  /** The amount it names, in US cents: of a refund what was refunded, which no receipt names. */
  readonly cents?: number;
  /** Our session's id, where the webhook carries one. */
  readonly sessionId?: string;
  /** The amount of an eCheck, which alone can settle one whose answer was lost (session/check-sale.ts). */
  readonly checkCents?: number;
  readonly receivedAtMs: number;
}

export interface ClaimedNotice {
  readonly noticeId: number;
  readonly notice: Notice;
}

/** `nowMs` tells what is due; leases end by the clock of the engine, where it has one. */
export interface NoticeClaim {
  readonly nowMs: number;
  readonly limit: number;
  readonly leaseMs: number;
}

/** Webhooks of InstaMed's: committed before they are answered, then followed. */
export interface Inbox {
  /** Stores a notice, due at once. `known` when it was stored before, done or not. */
  put(notice: Notice): Promise<'new' | 'known'>;
  claimDue(claim: NoticeClaim): Promise<readonly ClaimedNotice[]>;
  /** When the next notice can be claimed; undefined when all are done. */
  nextDueAtMs(nowMs: number): Promise<number | undefined>;
  /** Done with, or to be taken up again at a time. */
  finish(noticeId: number, againAtMs?: number): Promise<void>;
}
