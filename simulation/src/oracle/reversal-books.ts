import type { WebhookEvent } from '@collect-payment/contract';
import { decodeNvp, type NvpFields } from '@collect-payment/protocol';
import type { Commit, PaymentSession, Reversal } from '@collect-payment/sso-broker/core';
import type { Reversal as Taken } from '@collect-payment/sandbox/core';

export interface ReversalBooksDependencies {
  readonly break: (rule: string, what: string) => void;
  /** As they are on the disk. */
  readonly stored: ReadonlyMap<string, PaymentSession>;
  /** What InstaMed took on the session's tokens. */
  readonly paymentsOf: (sessionId: string) => readonly { readonly transactionId: string; readonly approvedCents: number }[];
  /** What InstaMed gave back, in all. */
  readonly taken: () => readonly Taken[];
}

/** What a reversal is known to be in the end. */
const news = {
  void: { succeeded: 'payment.voided', failed: 'payment.void_failed' },
  refund: { succeeded: 'payment.refunded', failed: 'payment.refund_failed' },
} as const;

/** Money that went back: held against InstaMed's own ledger, and against every void and refund that was stored. */
export class ReversalBooks {
  readonly #with: ReversalBooksDependencies;
  readonly #sendings = new Set<string>();
  /** By reversal id: the types of the webhooks that tell of its end. */
  readonly #told = new Map<string, string[]>();

  /** How many were asked for. */
  get count(): number {
    return [...this.#with.stored.values()].reduce((sum, { reversals = [] }) => sum + reversals.length, 0);
  }

  constructor(dependencies: ReversalBooksDependencies) {
    this.#with = dependencies;
  }

  committed({ from, to, deliveries = [] }: Commit): void {
    for (const { body } of deliveries) {
      const { type, data } = JSON.parse(body) as WebhookEvent;
      if (data.reversalId !== undefined) this.#told.set(data.reversalId, [...(this.#told.get(data.reversalId) ?? []), type]);
    }
    for (const payment of this.#with.paymentsOf(to.terms.id)) {
      const counted = reversalsOn(to, payment.transactionId).filter(({ status }) => status !== 'failed');
      const cents = counted.reduce((sum, reversal) => sum + reversal.cents, 0);
      if (cents > payment.approvedCents) this.#with.break('I7 at most once', `${cents} of ${payment.approvedCents} are to be taken back`);
    }
    for (const before of from.reversals ?? []) {
      const after = to.reversals?.find(({ id }) => id === before.id);
      const isOver = before.status === 'succeeded' || before.status === 'failed';
      if (after === undefined || (isOver && after.status !== before.status))
        this.#with.break('I6 monotone', `${before.id} was ${before.status} and is ${after?.status}`);
    }
  }

  /** A void or refund leaves the broker: I11, one for each stored sending and none without. */
  posted(body: string): void {
    const fields = decodeNvp(body);
    for (const session of this.#with.stored.values()) {
      for (const reversal of session.reversals ?? []) {
        if (reversal.status !== 'sent' || !isOf(reversal, fields) || this.#sendings.has(reversal.sendId)) continue;
        this.#sendings.add(reversal.sendId);
        return;
      }
    }
    this.#with.break('I11 never blindly', `a ${fields.get('transactionAction')} was sent that nobody had stored as sent, or twice`);
  }

  /** At the end: what went back was told, once, or is flagged; and nothing is told that did not go back. */
  reckon(): void {
    for (const session of this.#with.stored.values()) {
      for (const payment of this.#with.paymentsOf(session.terms.id)) this.#reckon(session, payment.transactionId);
      for (const reversal of session.reversals ?? []) this.#checkEnd(session, reversal);
    }
  }

  #reckon(session: PaymentSession, transactionId: string): void {
    let left = this.#with.taken().filter(({ primaryTransactionId }) => primaryTransactionId === transactionId);
    const ours = reversalsOn(session, transactionId);
    for (const reversal of ours.filter(({ status }) => status === 'succeeded')) {
      const shown = left.find((taken) => isShownBy(reversal, taken));
      if (shown === undefined)
        this.#with.break('I8 no false success', `${reversal.id} is told as ${reversal.type}, and nothing was taken back`);
      left = left.filter((taken) => taken !== shown);
    }
    for (const doubtful of ours.filter(({ status }) => status === 'unresolved')) {
      const shown = left.find(({ type, cents }) => type === doubtful.type && cents === doubtful.cents);
      left = left.filter((taken) => taken !== shown);
    }
    for (const { type, cents } of left) this.#with.break('I7 at most once', `a ${type} of ${cents} was taken twice, or told as failed`);
  }

  #checkEnd(session: PaymentSession, { id, type, status, transactionId }: Reversal): void {
    const told = this.#told.get(id) ?? [];
    if (status === 'pending' || status === 'sent' || status === 'unknown') this.#with.break('I9 nothing stuck', `${id} ended as ${status}`);
    else if (status === 'unresolved') {
      const isFlagged = session.notes.some((note) => note.code === 'reversal_unresolved' && note.transactionId === transactionId);
      if (!isFlagged || told.length > 0)
        this.#with.break('I9 nothing stuck', `${id} is in doubt, and ${isFlagged ? 'told' : 'not flagged'}`);
    } else if (told.length !== 1 || told[0] !== news[type][status]) {
      this.#with.break('I2 nothing twice', `${id} ${status} and is told as ${told.join(', ') || 'nothing'}`);
    }
  }
}

function reversalsOn({ reversals = [] }: PaymentSession, transactionId: string): readonly Reversal[] {
  return reversals.filter((reversal) => reversal.transactionId === transactionId);
}

function isOf({ type, transactionId, cents }: Reversal, fields: NvpFields): boolean {
  const isType = fields.get('transactionAction')?.toLowerCase() === (type === 'void' ? 'void' : 'simplerefund');
  const amount = type === 'void' || fields.get('amount') === (cents / 100).toFixed(2);
  return isType && amount && fields.get('primaryTransactionID') === transactionId;
}

function isShownBy(reversal: Reversal, { type, cents, transactionId }: Taken): boolean {
  if (reversal.status !== 'succeeded' || type !== reversal.type || cents !== reversal.cents) return false;
  return type === 'void' || transactionId === reversal.reversalTransactionId;
}
