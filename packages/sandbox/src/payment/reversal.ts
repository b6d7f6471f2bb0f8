/** A void or a refund that the sandbox committed. One that it refused leaves nothing. */
export interface Reversal {
  readonly type: 'void' | 'refund';
  /** A refund's own id; a void keeps the payment's (instamed-protocol.md §5.2). */
  readonly transactionId: string;
  readonly primaryTransactionId: string;
  /** What was given back. */
  readonly cents: number;
  readonly authorizationNumber: string;
  readonly at: Date;
}
