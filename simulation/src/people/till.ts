import type { PaymentSession, PayResult, TenderOrder } from '@collect-payment/sso-broker/core';
import { savedCardOf } from '../configuration.ts';
import type { EventQueue } from '../event-queue.ts';
import type { Oracle } from '../oracle/oracle.ts';
import type { Random } from '../random.ts';
import type { Caller } from './caller.ts';
import { newSessionOf, type Order } from './order.ts';

export interface TillDependencies {
  readonly queue: EventQueue;
  readonly caller: Caller;
  readonly oracle: Oracle;
  readonly random: Random;
}

const longestWaitMs = 120_000;
const mostTries = 30;

/** A host's server that takes a payment by itself: on a saved card or of cash, under one idempotency key, until it is told what became of the money. */
export class Till {
  readonly #with: TillDependencies;
  readonly #order: Order;
  readonly #asked: TenderOrder;

  constructor(dependencies: TillDependencies, order: Order) {
    this.#with = dependencies;
    this.#order = order;
    const isCash = dependencies.random.chance(0.3);
    this.#asked = { tender: isCash ? { type: 'cash' } : { type: 'saved-card', paymentMethodId: savedCardOf(order.tenantId) } };
  }

  /** The session that was paid or may have been; undefined when nothing was sold, or no answer ever came. */
  async sell(): Promise<string | undefined> {
    const { queue, random } = this.#with;
    let sessionId: string | undefined;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const result = await this.#ask();
      if (result?.type === 'paid') {
        sessionId = result.session.terms.id;
        this.#with.oracle.told('page', this.#order.tenantId, result.session);
        if (!isInDoubt(result.session)) return sessionId;
      } else if (result?.type === 'sale_refused' && result.unheard !== true) {
        this.#with.oracle.toldUnsold(this.#order);
        return undefined;
      }
      await queue.sleep(random.between(500, longestWaitMs));
    }
    return sessionId;
  }

  #ask(): Promise<PayResult | undefined> {
    const key = { key: `sale-${this.#order.id}`, fingerprint: 'same' };
    return this.#with.caller.ask((engine) => engine.pay(newSessionOf(this.#order), this.#asked, key));
  }
}

const isInDoubt = ({ status }: PaymentSession): boolean => status === 'confirming' || status === 'unresolved';
