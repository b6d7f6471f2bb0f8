import type { CreatedPaymentSession, CreatePaymentSession, Launch, PaymentSessionView } from '@collect-payment/contract';
import type { Random } from '@collect-payment/simulation/random';
import type { Histories } from '../oracle/histories.ts';
import { pause } from '../pause.ts';
import { pageOriginOf, polling } from '../world/configurations.ts';
import { cardNumber, type Credentials } from '../world/credentials.ts';
import type { InstaMed } from '../world/instamed.ts';
import { dollars, type Order } from '../world/order.ts';
import type { Caller } from './caller.ts';
import type { Intention } from './intention.ts';
import { follow } from './follow.ts';

const createAttempts = 60;
const launchAttempts = 8;

export interface PersonDependencies {
  readonly caller: Caller;
  readonly instamed: InstaMed;
  readonly credentials: Credentials;
  readonly histories: Histories;
  readonly random: Random;
  /** Nobody waits any longer than that. */
  readonly closing: AbortSignal;
}

/** One order from its creation to whatever its patient does: the host's server, the page and the person at the screen. */
export class Person {
  readonly #dependencies: PersonDependencies;
  readonly #order: Order;

  constructor(dependencies: PersonDependencies, order: Order) {
    this.#dependencies = dependencies;
    this.#order = order;
  }

  /** Where the page is from, in which the person pays. */
  get #origin(): string {
    return pageOriginOf(this.#order.tenantId);
  }

  async live(intention: Intention): Promise<void> {
    const { caller, random, histories, closing } = this.#dependencies;
    this.#order.isLeftAlone = intention === 'abandon';
    const session = await this.#create();
    if (session === undefined) return;
    const leave = new AbortController();
    const follows = random.chance(0.4);
    const told = (view: PaymentSessionView) => histories.told(this.#order.tenantId, view);
    const following = follows ? follow(caller, session, this.#origin, told, AbortSignal.any([leave.signal, closing])) : undefined;
    const token = await this.#launch(session);
    if (token !== undefined) {
      await pause(random.spread(50, 4_000), closing);
      await this.#act(intention, session, token);
      if (intention !== 'abandon' && random.chance(0.3)) await this.#ask(session, 'check');
      await pause(random.between(500, 4_000), closing);
    }
    leave.abort();
    await following;
  }

  async #act(intention: Intention, session: CreatedPaymentSession, token: string): Promise<void> {
    const { instamed, random, closing } = this.#dependencies;
    switch (intention) {
      case 'pay':
        return this.#pay(token);
      case 'pay twice':
        await Promise.all([this.#pay(token), this.#pay(token)]);
        return;
      case 'pay late':
        await pause(polling.windowMs + random.between(-1_000, 15_000), closing);
        return this.#pay(token);
      case 'cancel there':
        return instamed.cancel(token);
      case 'cancel here':
        return this.#ask(session, 'cancel');
      case 'cancel and pay':
        await Promise.all([this.#ask(session, 'cancel'), pause(random.spread(1, 1_000)).then(() => this.#pay(token))]);
        return;
      case 'come back':
        await pause(polling.windowMs + random.between(1_000, 6_000), closing);
        return this.#payAgain(session, token);
      case 'abandon':
        return;
      default:
        return intention satisfies never;
    }
  }

  async #payAgain(session: CreatedPaymentSession, firstToken: string): Promise<void> {
    const token = await this.#launch(session);
    const { random } = this.#dependencies;
    if (token !== undefined && random.chance(0.8)) await this.#pay(token);
    if (token === undefined || random.chance(0.3)) await this.#pay(firstToken);
  }

  async #create(): Promise<CreatedPaymentSession | undefined> {
    const { caller, credentials, closing } = this.#dependencies;
    const { id, tenantId, cents, allowPartial } = this.#order;
    const body: CreatePaymentSession = {
      screen: 'simple-collect',
      amount: { value: dollars(cents), currency: 'USD' },
      patient: { id: `SENTINEL-MRN-${id}`, firstName: 'SENTINELLA', lastName: `SENTINEL-${id}` },
      staff: { id: `SENTINEL-clerk-${id}`, name: 'SENTINEL Clerk' },
      invoice: `SENTINEL-${id}`,
      options: { cardHolderName: 'SENTINEL Holder', ...(allowPartial && { allowPartialApproval: true }) },
      metadata: { order: id, tenant: tenantId, account: 'SENTINEL-4711' },
    };
    for (let attempt = 0; attempt < createAttempts && !closing.aborted; attempt += 1) {
      const call = { key: credentials.clinics[tenantId].hostKey, body, headers: { 'idempotency-key': id } };
      const answer = await caller.call<CreatedPaymentSession>('/v1/payment-sessions', call);
      if (answer?.status === 201) {
        this.#order.sessionId = answer.body.id;
        this.#dependencies.histories.told(tenantId, answer.body);
        return answer.body;
      }
      await pause(300, closing);
    }
    return undefined;
  }

  /** As a page does: asks again while it is told that it may. Answers the token of the screen that opens. */
  async #launch({ id, clientSecret }: CreatedPaymentSession): Promise<string | undefined> {
    const { caller, closing } = this.#dependencies;
    for (let attempt = 0; attempt < launchAttempts && !closing.aborted; attempt += 1) {
      this.#order.launchesAsked += 1;
      const answer = await caller.call<Launch>(`/v1/payment-sessions/${id}/launch`, {
        key: clientSecret,
        body: {},
        headers: { origin: this.#origin },
      });
      if (answer?.status === 200) return new URL(answer.body.url).searchParams.get('token') ?? undefined;
      await pause(1_000, closing);
    }
    return undefined;
  }

  async #ask({ id, clientSecret }: CreatedPaymentSession, what: 'check' | 'cancel'): Promise<void> {
    const { caller, histories } = this.#dependencies;
    const answer = await caller.call<PaymentSessionView>(`/v1/payment-sessions/${id}/${what}`, {
      key: clientSecret,
      body: {},
      headers: { origin: this.#origin },
    });
    if (answer?.status === 200) histories.told(this.#order.tenantId, answer.body);
  }

  async #pay(token: string): Promise<void> {
    await this.#dependencies.instamed.pay(token, { cardNumber, holderName: 'SENTINEL Holder' });
  }
}
