import { randomUUID } from 'node:crypto';
import type { CreatedPaymentSession, Launch } from '@collect-payment/contract';
import type { Sandbox } from '@collect-payment/sandbox';
import { allowedOrigin, hostKey, otherOrigin, otherTenantKey } from '../support/credentials.ts';
import { onScreen } from '../support/instamed.ts';
import { terms } from '../support/client.ts';
import type { BalancedAnswer, Balancer } from './balancer.ts';
import type { Host } from './host.ts';

type Sso = 'saml' | 'nvp';

interface OpenPage {
  readonly number: number;
  readonly session: CreatedPaymentSession;
}

/** How many pages of each kind are busy at once, and how many more have been opened and wait for their person. */
const busy = 2;
const waiting = 2;

/** Pages that are opened, launched and paid without a pause, half of them by SAML and half by name-value pairs. */
export class Pages {
  /** What the first tenant's server proves itself by. */
  hostKey = hostKey;
  readonly launched: Record<Sso, number> = { saml: 0, nvp: 0 };
  readonly failed: string[] = [];
  readonly #parts: { readonly instamed: Sandbox; readonly balancer: Balancer; readonly host: Host };
  readonly #open = new Set<number>();
  #count = 0;
  #ended = 0;
  #wake: (() => void)[] = [];
  #stopped = false;
  readonly #running: Promise<unknown>;

  constructor(parts: { readonly instamed: Sandbox; readonly balancer: Balancer; readonly host: Host }) {
    this.#parts = parts;
    const both = Array.from({ length: busy }, () => [this.#work('saml'), this.#work('nvp')]);
    this.#running = Promise.all(both.flat());
  }

  /** Waits until this many more pages have ended, launched or not. */
  async more(count: number): Promise<void> {
    const enough = this.#ended + count;
    await this.#until(() => this.#ended >= enough);
  }

  /** Waits until every page that is open now has ended. */
  async turnOver(): Promise<void> {
    const last = this.#count;
    await this.#until(() => [...this.#open].every((number) => number > last));
  }

  /** Opens no more, and waits for those that are open. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** Rejects, and opens no more, as soon as a page has failed: what a rotation goes on to do would hide why. */
  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo() && this.failed.length === 0) await new Promise<void>((resolve) => this.#wake.push(resolve));
    const [failure] = this.failed;
    if (failure === undefined) return;
    this.#stopped = true;
    throw new Error(`a page failed: ${failure}`);
  }

  async #work(sso: Sso): Promise<void> {
    const opened: OpenPage[] = [];
    while (!this.#stopped || opened.length > 0) {
      if (!this.#stopped) await this.#attempt('create', async () => void opened.push(await this.#openPage(sso)));
      const page = this.#stopped || opened.length > waiting ? opened.shift() : undefined;
      if (page !== undefined) await this.#finish(sso, page);
    }
  }

  async #finish(sso: Sso, { number, session }: OpenPage): Promise<void> {
    await this.#attempt(sso, async () => {
      const { instamed, balancer, host } = this.#parts;
      const answer = await balancer.call({
        path: `/v1/payment-sessions/${session.id}/launch`,
        key: session.clientSecret,
        headers: { origin: sso === 'saml' ? allowedOrigin : otherOrigin },
        body: {},
      });
      const launch = bodyOf(answer, 200) as Launch;
      this.launched[sso] += 1;
      const told = host.toldOf(session.id);
      await onScreen(instamed, launch, 'pay');
      await told;
    });
    this.#open.delete(number);
    this.#ended += 1;
    for (const wake of this.#wake.splice(0)) wake();
  }

  async #openPage(sso: Sso): Promise<OpenPage> {
    const number = (this.#count += 1);
    this.#open.add(number);
    try {
      const answer = await this.#parts.balancer.call({
        path: '/v1/payment-sessions',
        key: sso === 'saml' ? this.hostKey : otherTenantKey,
        headers: { 'idempotency-key': randomUUID() },
        body: { ...terms, patient: { id: `P-${number}` } },
      });
      return { number, session: bodyOf(answer, 201) as CreatedPaymentSession };
    } catch (error) {
      this.#open.delete(number);
      this.#ended += 1;
      throw error;
    }
  }

  /** What goes wrong is counted, and the next page comes all the same. */
  async #attempt(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.failed.push(`${what}: ${String(error)}`);
      for (const wake of this.#wake.splice(0)) wake();
    }
  }
}

function bodyOf({ status, body }: BalancedAnswer, expected: number): unknown {
  if (status !== expected) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
