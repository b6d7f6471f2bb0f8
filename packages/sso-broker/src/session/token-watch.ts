interface WatchedToken {
  readonly token: string;
  readonly launchedAtMs: number;
  readonly expiresAtMs: number;
}

/** The token may still be paid on: its status is polled. */
export type PollingWatch = WatchedToken & { readonly stage: 'polling' };

/** The page is being canceled: one receipt must be looked for before anyone says "canceled". */
export type CancelingWatch = WatchedToken & { readonly stage: 'canceling'; readonly sinceMs: number };

/**
 * The token is used or over: its receipt is looked for.
 *
 * - `used`: the status word said finished, or a receipt exists whose status we do not know. Never reported as unpaid.
 * - `unknown`: no look-up has answered yet.
 * - `unpaid_so_far`: the latest answer was that there is no receipt.
 * - `unpaid`: the last look-up had said so, and hosts may have been told that it is final; a webhook of InstaMed's has it read once more.
 */
export type ReadingWatch = WatchedToken & {
  readonly stage: 'reading';
  readonly sinceMs: number;
  readonly evidence: 'used' | 'unknown' | 'unpaid_so_far' | 'unpaid';
};

/** Nothing more is asked about the token. Only `receipt` and `unpaid` are answers; the others are doubts that outlived the look-ups. */
export type EndedWatch = WatchedToken & {
  readonly stage: 'ended';
  readonly evidence: 'receipt' | ReadingWatch['evidence'];
};

/** What is known of one SSO token. Every token has exactly one pending effect until its watch is `ended`. */
export type TokenWatch = PollingWatch | CancelingWatch | ReadingWatch | EndedWatch;
