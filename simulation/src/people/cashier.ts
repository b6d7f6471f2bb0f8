import type { PaymentSession, ReversalRequest } from '@collect-payment/sso-broker/core';
import type { EventQueue } from '../event-queue.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Caller } from './caller.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const longestWaitMs = 2 * minuteMs;
const mostTries = 30;

export interface CashierDependencies {
  readonly queue: EventQueue;
  readonly caller: Caller;
  readonly faults: Faults;
  readonly random: Random;
}

/** Somebody at the host who takes payments back: voids them, or refunds them in parts, of which some are equal and some are too many. */
export class Cashier {
  readonly #with: CashierDependencies;
  readonly #sessionId: string;

  constructor(dependencies: CashierDependencies, sessionId: string) {
    this.#with = dependencies;
    this.#sessionId = sessionId;
  }

  async live(): Promise<void> {
    const { queue, random, faults } = this.#with;
    const voids = faults.strikes('host voids');
    const refunds = faults.strikes('host refunds') ? random.between(1, 3) : 0;
    if (!voids && refunds === 0) return;
    await queue.sleep(random.spread(minuteMs, 40 * hourMs));
    const session = await this.#read();
    const payment =
      session !== undefined && 'found' in session && 'approvedCents' in (session.found?.verdict ?? {}) ? session.found : undefined;
    if (payment === undefined || !('approvedCents' in payment.verdict)) return;
    const { transactionId } = payment.receipt;
    const part = Math.max(1, Math.floor(payment.verdict.approvedCents / random.between(1, 3)));
    const asked: ReversalRequest[] = [];
    if (voids) asked.push({ id: 'rv_void', type: 'void', transactionId });
    for (let at = 0; at < refunds; at += 1) {
      const cents = random.chance(0.7) ? part : random.between(1, payment.verdict.approvedCents);
      asked.push({ id: `rv_refund_${at + 1}`, type: 'refund', transactionId, cents });
    }
    await Promise.all(asked.map((request) => this.#ask(request)));
  }

  /** Under one id until it is answered: the same request, however often it comes. */
  async #ask(request: ReversalRequest): Promise<void> {
    const { queue, random, caller } = this.#with;
    await queue.sleep(random.chance(0.5) ? random.between(0, 50) : random.spread(1_000, 3 * hourMs));
    for (let tries = 0; tries < mostTries; tries += 1) {
      const result = await caller.ask((engine) => engine.reverse(this.#sessionId, { ...request, id: `${request.id}_${this.#sessionId}` }));
      const passes = result?.type === 'refused' && result.reason === 'in_progress' && random.chance(0.5);
      if (result !== undefined && !passes) return;
      await queue.sleep(random.between(500, longestWaitMs));
    }
  }

  async #read(): Promise<PaymentSession | undefined> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const session = await this.#with.caller.ask((engine) => engine.get(this.#sessionId));
      if (session !== undefined) return session;
      await this.#with.queue.sleep(longestWaitMs);
    }
    return undefined;
  }
}
