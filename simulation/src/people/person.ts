import type { LaunchResult, PaymentSession } from '@collect-payment/sso-broker/core';
import type { EventQueue } from '../event-queue.ts';
import type { Faults } from '../faults.ts';
import type { InstaMed } from '../instamed/instamed.ts';
import { tokenOfUrl } from '../instamed/network.ts';
import type { Oracle } from '../oracle/oracle.ts';
import type { Random } from '../random.ts';
import type { Caller } from './caller.ts';
import { CardDesk } from './card-desk.ts';
import { HostedScreen } from './hosted-screen.ts';
import type { Order } from './order.ts';

export interface PersonDependencies {
  readonly queue: EventQueue;
  readonly caller: Caller;
  readonly instamed: InstaMed;
  readonly faults: Faults;
  readonly random: Random;
  readonly oracle: Oracle;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const mostVisits = 4;
const mostLaunchTries = 6;
const mostLooks = 30;

/** Somebody with a browser: launches, pays or does not, reloads, cancels, closes the tab, comes back after the page has expired. */
export class Person {
  readonly #with: PersonDependencies;
  readonly #order: Order;
  readonly #sessionId: string;

  constructor(dependencies: PersonDependencies, order: Order, sessionId: string) {
    this.#with = dependencies;
    this.#order = order;
    this.#sessionId = sessionId;
  }

  /** A visit, and perhaps, when all should be over, a bookmark found again. */
  async live(): Promise<void> {
    const { queue, random, faults, caller } = this.#with;
    if (faults.strikes('never comes')) return;
    await this.#visit();
    if (!faults.strikes('back days later')) return;
    await queue.sleep(random.between(20 * hourMs, 60 * hourMs));
    if (random.chance(0.3)) await caller.ask((engine) => engine.cancel(this.#sessionId));
    else await this.#visit();
  }

  async #visit(): Promise<void> {
    const { queue, random, faults } = this.#with;
    // Somebody whose bank is slow and who does not wait for it: a payment on each of two tokens.
    if (this.#order.requestedCents !== undefined && faults.strikes('paid by reader') && !(await this.#payByReader())) return;
    const impatient = faults.has('payment commits late') && faults.has('relaunch') && random.chance(0.4);
    for (let visit = 0; visit < mostVisits; visit += 1) {
      await queue.sleep(random.spread(secondMs, 20 * minuteMs));
      this.#listen();
      if (impatient && visit > 0) void this.#return();
      const [url] = await Promise.all([this.#launch(), ...(faults.strikes('second tab') ? [this.#launch()] : [])]);
      if (url === undefined) return;
      const screen = new HostedScreen(this.#with, this.#launchOf(url), () => this.#return());
      if (impatient && visit === 0) screen.useWithSlowBank();
      else screen.use();
      // The tab is closed: whatever happens now, nobody looks.
      if (random.chance(0.15)) return;
      const last = await this.#follow(screen);
      if (last?.status !== 'expired' || !faults.strikes('relaunch')) return;
      await queue.sleep(random.spread(secondMs, (impatient ? 5 : 180) * minuteMs));
    }
  }

  /** Hands the card to the clerk. True when the page is to be opened after all. */
  async #payByReader(): Promise<boolean> {
    const { queue, random, faults, oracle } = this.#with;
    const own = random.fork('reader');
    await queue.sleep(own.spread(secondMs, 20 * minuteMs));
    this.#listen();
    const sold = await new CardDesk({ ...this.#with, random: own }, this.#sessionId).sell();
    if (sold === 'refused' || sold === undefined) return faults.strikes('page after a refused sale');
    oracle.told('page', this.#order.tenantId, sold);
    await this.#follow();
    return false;
  }

  /** The page to open, or undefined when there is none to be had. */
  async #launch(): Promise<string | undefined> {
    const { queue, random, caller, oracle } = this.#with;
    for (let tries = 0; tries < mostLaunchTries; tries += 1) {
      const result = await caller.ask((engine) => engine.launch(this.#sessionId, 'popup'));
      if (result?.type === 'launched') {
        oracle.given(this.#sessionId, tokenOfUrl(result.url));
        return result.url;
      }
      if (result !== undefined && !mayTryAgain(result)) return undefined;
      await queue.sleep(random.between(secondMs, 20 * secondMs));
    }
    return undefined;
  }

  #launchOf(url: string) {
    const launch = this.#with.instamed.launchOf(tokenOfUrl(url));
    if (launch === undefined) throw new Error('A page was given a token that InstaMed never issued');
    return launch;
  }

  /** The page's event stream, for as long as this broker process lives. */
  #listen(): void {
    const { caller, oracle } = this.#with;
    void caller
      .any()
      .ask(async (engine) => engine.subscribe(this.#sessionId, (session) => oracle.told('page', this.#order.tenantId, session)));
  }

  /** Looks now and then until there is an end to see, or nobody cares any more. */
  async #follow(screen?: HostedScreen): Promise<PaymentSession | undefined> {
    const { queue, random, faults, caller, oracle } = this.#with;
    let last: PaymentSession | undefined;
    const cancelAt = faults.strikes('page canceled') ? random.between(0, 5) : -1;
    for (let look = 0; look < mostLooks; look += 1) {
      await queue.sleep(random.between(10 * secondMs, 60 * secondMs));
      if (look === cancelAt) await this.#cancel(screen);
      if (faults.strikes('page reloaded')) void (await this.#launch());
      const session = await caller.ask((engine) => engine.get(this.#sessionId));
      if (session === undefined) continue;
      oracle.told('page', this.#order.tenantId, session);
      last = session;
      if (!['launching', 'open', 'confirming', 'unresolved'].includes(session.status)) return last;
    }
    return last;
  }

  async #cancel(screen: HostedScreen | undefined): Promise<void> {
    const { caller, faults, oracle } = this.#with;
    if (!faults.strikes('paid on an old page')) screen?.leave();
    const result = await caller.ask((engine) => engine.cancel(this.#sessionId));
    if (result?.type === 'session') oracle.told('page', this.#order.tenantId, result.session);
  }

  /** InstaMed's frame has come back to the confirm URL: a hint, which makes the broker look. */
  async #return(): Promise<void> {
    const { caller, oracle } = this.#with;
    const session = await caller.ask((engine) => engine.checkNow(this.#sessionId));
    if (session !== undefined) oracle.told('page', this.#order.tenantId, session);
  }
}

function mayTryAgain(result: Exclude<LaunchResult, { readonly type: 'launched' }>): boolean {
  if (result.type === 'deferred') return true;
  return result.type === 'unavailable' || (result.type === 'conflict' && ['launching', 'confirming', 'open'].includes(result.reason));
}
