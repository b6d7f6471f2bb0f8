/**
 * Work to be done at a time, stored in the transaction that decided it.
 *
 * A session has at most one pending effect per token, one per void or refund, and one for itself (`recoverLaunch`, `expireSession`): a new one
 * takes the place of the old. Every effect may be performed twice. A launch, which may not, is never an effect; `sendReversal` sends only what
 * nobody has begun to send (reversal.ts).
 */
export type Effect =
  | { readonly type: 'pollToken' | 'readReceipt'; readonly token: string; readonly dueAtMs: number; readonly attempt: number }
  | {
      readonly type: 'sendReversal' | 'lookUpReversal';
      readonly reversalId: string;
      readonly dueAtMs: number;
      readonly attempt: number;
    }
  | { readonly type: 'recoverLaunch' | 'expireSession'; readonly dueAtMs: number };

/** An effect about a token. */
export type TokenEffect = Extract<Effect, { readonly token: string }>;

/** An effect about a void or refund. */
export type ReversalEffect = Extract<Effect, { readonly reversalId: string }>;
