import type { PaymentStatus } from '@collect-payment/contract';

interface About {
  readonly transactionId: string;
  readonly sessionId: string;
}

/** A difference between InstaMed's posting file and our payments. Ids, amounts and codes only. */
export type Difference =
  | (About & { readonly type: 'amount_differs'; readonly ours: string; readonly theirs: string })
  | (About & { readonly type: 'status_differs'; readonly ours: PaymentStatus; readonly theirs: string })
  /** In the file under our session's id, and no receipt of the session has shown it. `flagged`: handed over, to be looked up and shown to a person. */
  | (About & { readonly type: 'missing_here'; readonly theirs: string; readonly flagged: boolean })
  /** A refund or return under our session's id that is none of ours. */
  | (About & { readonly type: 'unknown_refund'; readonly theirs: string })
  /** One of ours of that time, and not in the file. */
  | (About & { readonly type: 'missing_there'; readonly ours: string; readonly status: PaymentStatus })
  | { readonly type: 'unreadable'; readonly line: number; readonly code: string; readonly field?: string };

/** What came of a record. */
export type Finding =
  | Difference
  | { readonly type: 'matched'; readonly transactionId: string }
  /** Declined or canceled: nothing that we would know a payment by. `awaitedBy` a session whose eCheck is in doubt. */
  | { readonly type: 'no_money'; readonly awaitedBy?: string }
  /** Without a session's id of ours: made in InstaMed's own screens, or by another system at the same account. */
  | { readonly type: 'not_ours' };

export interface Summary {
  readonly records: number;
  readonly matched: number;
  readonly noMoney: number;
  readonly notOurs: number;
  /** Records of a transaction that had one before. */
  readonly repeated: number;
  readonly differences: number;
}
