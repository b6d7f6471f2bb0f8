import type { EnteredPayment, Launch } from '@collect-payment/sandbox/core';
import type { EventQueue } from '../event-queue.ts';
import type { InstaMed } from '../instamed/instamed.ts';
import type { Random } from '../random.ts';

interface ScreenDependencies {
  readonly queue: EventQueue;
  readonly instamed: InstaMed;
  readonly random: Random;
}

const secondMs = 1_000;
const tokenLifeMs = 900 * secondMs;
const card: EnteredPayment = { tender: 'card', cardNumber: '4111111111111111', expiry: '1230', cvv: '123' };
const cash: EnteredPayment = { tender: 'cash' };
/** A security code that declines a card where no amount can (docs/sandbox.md). */
const refusedCard: EnteredPayment = { ...card, cvv: '051' };

/** InstaMed's page in front of somebody. What they do there is decided once. */
export class HostedScreen {
  readonly #with: ScreenDependencies;
  readonly #launch: Launch;
  readonly #returned: () => Promise<void>;
  #left = false;

  constructor(dependencies: ScreenDependencies, launch: Launch, returned: () => Promise<void>) {
    this.#with = dependencies;
    this.#launch = launch;
    this.#returned = returned;
  }

  use(): void {
    const { queue, instamed, random } = this.#with;
    const entered = this.#drawEntry();
    switch (random.pick(['pay', 'pay', 'pay', 'pay', 'pay twice', 'return unpaid', 'cancel', 'nothing'])) {
      case 'pay':
        this.#submit(this.#thinkingMs(), entered);
        break;
      case 'pay twice': {
        const delayMs = this.#thinkingMs();
        this.#submit(delayMs, entered);
        this.#submit(delayMs + random.between(0, 2 * secondMs), entered);
        break;
      }
      case 'return unpaid':
        queue.plan(this.#thinkingMs(), () => this.#comeBack());
        break;
      case 'cancel':
        queue.plan(this.#thinkingMs(), () => {
          instamed.cancel(this.#launch);
          this.#comeBack();
        });
        break;
      case 'nothing':
        break;
    }
  }

  #drawEntry(): EnteredPayment {
    const { random } = this.#with;
    if (this.#launch.screen === 'save-on-file') return random.chance(0.2) ? refusedCard : card;
    return random.chance(0.35) ? cash : card;
  }

  /** Pays in cash at once, at a bank that takes until about the token's end, or well after it. */
  useWithSlowBank(): void {
    const { random } = this.#with;
    const entered = this.#launch.screen === 'save-on-file' ? card : cash;
    this.#submit(random.between(2 * secondMs, 60 * secondMs), entered, random.spread(tokenLifeMs, 8 * tokenLifeMs));
  }

  /** The window is closed: nothing more is entered here. */
  leave(): void {
    this.#left = true;
  }

  /** Mostly within the token's life, sometimes on its very last millisecond, or after it. */
  #thinkingMs(): number {
    const { queue, random } = this.#with;
    const endsInMs = this.#launch.createdAt.getTime() + tokenLifeMs - queue.nowMs;
    return random.chance(0.1) ? Math.max(endsInMs + random.between(-1, 1), 0) : random.spread(2 * secondMs, 1_100 * secondMs);
  }

  #submit(delayMs: number, entered: EnteredPayment, slowBankMs?: number): void {
    const { queue, instamed, random } = this.#with;
    queue.plan(delayMs, () => {
      if (this.#left) return;
      const submitted = instamed.submit(this.#launch, entered, slowBankMs);
      queue.plan(submitted.delayMs, () => submitted.commit());
      if (random.chance(0.6)) this.#comeBack();
    });
  }

  #comeBack(): void {
    const { queue, random } = this.#with;
    queue.plan(random.between(50, 5 * secondMs), () => void this.#returned());
  }
}
