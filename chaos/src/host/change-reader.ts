import type { PaymentSessionList, PaymentSessionView } from '@collect-payment/contract';
import type { Histories } from '../oracle/histories.ts';
import { pause } from '../pause.ts';
import type { Caller } from '../people/caller.ts';
import type { TenantId } from '../world/credentials.ts';

const idleMs = 300;

/** A clinic's server that reads `changedSince`, on and on. */
export class ChangeReader {
  readonly latest = new Map<string, PaymentSessionView>();
  /** A session told in an older state than before. */
  readonly stepsBack: string[] = [];
  readonly #caller: Caller;
  readonly #tenantId: TenantId;
  readonly #key: string;
  readonly #histories: Histories;
  readonly #ended = new AbortController();
  #cursor = '0';
  #reading: Promise<void> = Promise.resolve();

  constructor(caller: Caller, tenantId: TenantId, key: string, histories: Histories) {
    this.#caller = caller;
    this.#tenantId = tenantId;
    this.#key = key;
    this.#histories = histories;
  }

  start(): this {
    this.#reading = this.#readOn();
    return this;
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#reading;
  }

  /** Reads to the end of the list; false when that cannot be done now. */
  async catchUp(): Promise<boolean> {
    for (;;) {
      const path = `/v1/payment-sessions?changedSince=${this.#cursor}&limit=100`;
      const answer = await this.#caller.call<PaymentSessionList>(path, { key: this.#key });
      if (answer?.status !== 200) return false;
      for (const view of answer.body.data) this.#keep(view);
      this.#cursor = answer.body.nextCursor;
      if (!answer.body.hasMore) return true;
    }
  }

  async #readOn(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      await this.catchUp();
      await pause(idleMs, this.#ended.signal);
    }
  }

  #keep(view: PaymentSessionView): void {
    const before = this.latest.get(view.id);
    if (before !== undefined && before.sequence > view.sequence)
      this.stepsBack.push(`${view.id} was listed as #${view.sequence} after #${before.sequence}`);
    this.latest.set(view.id, view);
    this.#histories.told(this.#tenantId, view);
  }
}
