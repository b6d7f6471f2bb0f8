import { decodeNvp } from '@collect-payment/protocol';
import type { Commit } from '@collect-payment/sso-broker/core';

/** Sales by a card reader or by the host's server: I11, each is sent at most once for each intent that is on the disk, and none without. */
export class SaleBooks {
  /** How many were sent. */
  count = 0;
  readonly #break: (rule: string, what: string) => void;
  /** By token: how many may still be sent. */
  readonly #intents = new Map<string, number>();

  constructor(breakRule: (rule: string, what: string) => void) {
    this.#break = breakRule;
  }

  committed({ from, to }: Commit): void {
    const isIntent = to.sale?.page !== undefined && from.sale?.page === undefined;
    if (!isIntent || to.status !== 'confirming') return;
    const { token } = to.current;
    this.#intents.set(token, (this.#intents.get(token) ?? 0) + 1);
  }

  /** A sale leaves the broker. */
  posted(body: string): void {
    const token = decodeNvp(body).get('singleSignOnToken') ?? '';
    const left = (this.#intents.get(token) ?? 0) - 1;
    if (left < 0) this.#break('I11 never blindly', `a sale on ${token.slice(0, 12)} was sent that nobody had stored, or twice`);
    this.#intents.set(token, left);
    this.count += 1;
  }
}
