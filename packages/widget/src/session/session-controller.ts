import type { PaymentSessionView } from '@collect-payment/contract';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { BrokerClient } from '../broker/broker-client.ts';
import { followSession } from '../broker/follow-session.ts';
import type { Environment } from '../environment.ts';
import { PaymentErrorEvent } from '../events/payment-error.ts';
import { PaymentSettledEvent } from '../events/payment-settled.ts';
import { PaymentStateChangeEvent } from '../events/payment-state-change.ts';
import { PaymentFailure, type WidgetErrorCode } from '../failure.ts';
import { isSettledView, tookMoney, type SettledView } from './is-settled.ts';
import { hasSource, requestSession, type SessionRequest, type SessionSource } from './session-source.ts';
import { claimSettlement, readReceipt } from './settlement.ts';
import { atStep, initialState, receive, type State, type Step } from './state.ts';
import { viewOf, type View } from './view.ts';

export interface SessionHost extends ReactiveControllerHost, SessionSource {
  readonly broker: string;
  readonly environment: Environment;
  dispatchEvent(event: Event): boolean;
}

/** Frameworks set properties a moment after the element is in the page; until then a missing source is no error. */
const sourceGraceMs = 2000;

/** One payment session after another: gets it, follows it, tells of it. Knows nothing of windows or words. */
export class SessionController implements ReactiveController {
  readonly #host: SessionHost;
  #state: State = initialState;
  #client: BrokerClient | undefined;
  /** Ends with the element's stay in the page. */
  #life = new AbortController();
  #feed = new AbortController();
  #settling = new AbortController();
  /** The session whose receipt is being read. */
  #settlingId: string | undefined;
  readonly #ready = Promise.withResolvers<View>();

  constructor(host: SessionHost) {
    this.#host = host;
    host.addController(this);
  }

  get state(): State {
    return this.#state;
  }

  get view(): View {
    return viewOf(this.#state);
  }

  get client(): BrokerClient | undefined {
    return this.#client;
  }

  /** Aborts when the element leaves the page. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** Resolves with the first thing there is to show: a session, or why there is none. */
  get ready(): Promise<View> {
    return this.#ready.promise;
  }

  hostConnected(): void {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const resync = (): void => this.resync();
    document.addEventListener('visibilitychange', resync, { signal });
    window.addEventListener('pageshow', resync, { signal });
    window.addEventListener('online', resync, { signal });
    window.addEventListener('offline', () => this.set({ ...this.#state, connection: 'offline' }), { signal });
    if (this.#client) this.resync();
  }

  hostDisconnected(): void {
    this.#life.abort();
    this.#feed.abort();
    this.#settling.abort();
    // A frame does not survive leaving the document; back in the page the broker says where things stand.
    this.#state = atStep(this.#state, { type: 'rest' });
  }

  /** Gets the first session. Asked again whenever the host sets where sessions come from. */
  async load(): Promise<void> {
    const { signal } = this;
    try {
      if (!hasSource(this.#host)) await this.#host.environment.wait(sourceGraceMs, signal);
      if (this.#client || signal.aborted) return;
      if (this.#state.step.type === 'failed') this.step({ type: 'rest' });
      await this.renew({});
    } catch (error) {
      if (!signal.aborted && !this.#client) this.fail(error, 'ERR_BROKER_RESPONSE');
    }
  }

  /** Forgets the session and starts over, for another broker or another source. */
  async reload(): Promise<void> {
    this.#feed.abort();
    this.#settling.abort();
    this.#client = undefined;
    this.set({ ...initialState, connection: this.#state.connection });
    await this.load();
  }

  /** Moves on to another session of the host's; the one before is followed no more. */
  async renew(request: SessionRequest, amountDue?: string): Promise<void> {
    const { signal } = this;
    const { environment, broker } = this.#host;
    const credentials = await requestSession(this.#host, request, environment, signal);
    const client = new BrokerClient(broker, credentials, environment);
    const session = await client.read(signal);
    const before = this.#state.session;
    if (before && isSettledView(session)) throw PaymentFailure.of('ERR_SESSION_SETTLED');
    if (amountDue !== undefined && session.amount.value !== amountDue) throw PaymentFailure.of('ERR_SESSION_AMOUNT');
    this.#leave();
    this.#client = client;
    this.take(session);
    this.follow();
  }

  /** Takes in a view, whoever asked for it. */
  take(session: PaymentSessionView): void {
    if (session.id !== this.#client?.id) return;
    this.set(receive({ ...this.#state, connection: 'online' }, session));
    const current = this.#state.session;
    if (!current || !isSettledView(current)) return;
    if (current.outcome.final) this.#feed.abort();
    void this.#settle(this.#client, current);
  }

  /** Follows the session unless there is nothing to wait for yet, or any more. */
  follow(): void {
    this.#feed.abort();
    const { session } = this.#state;
    if (!this.#client || !session || session.outcome?.final) return;
    if (session.status === 'created' && this.#state.step.type === 'rest') return;
    this.#feed = new AbortController();
    const signal = AbortSignal.any([this.#feed.signal, this.signal]);
    const follower = {
      view: (view: PaymentSessionView): void => this.take(view),
      lost: (): void => this.set({ ...this.#state, connection: navigator.onLine ? 'reconnecting' : 'offline' }),
    };
    followSession(this.#client, session.sequence, follower, this.#host.environment, signal).catch((error: unknown) => {
      if (!signal.aborted) this.report(error);
    });
  }

  /** Catches up after the page slept, was hidden or offline. */
  resync(): void {
    const { session } = this.#state;
    if (document.visibilityState === 'hidden' || !this.#client || !session) return;
    if (isSettledView(session)) this.take(session);
    this.follow();
    this.#client
      .read(this.signal)
      .then((view) => this.take(view))
      // Being out of reach is what the feed tells of; a second voice would only repeat it.
      .catch(() => undefined);
  }

  step(step: Step): void {
    this.set(atStep(this.#state, step));
  }

  set(next: State): void {
    const before = this.#state;
    const nameBefore = this.view.name;
    this.#state = next;
    this.#host.requestUpdate();
    const { view } = this;
    if (view.name !== 'loading') this.#ready.resolve(view);
    if (view.name !== nameBefore || next.session !== before.session) {
      this.#host.dispatchEvent(new PaymentStateChangeEvent(next.session, view.name));
    }
  }

  /** Tells the host that something could not be done, without leaving what is shown. */
  report(error: unknown): PaymentFailure {
    const failure = PaymentFailure.from(error, 'ERR_BROKER_RESPONSE');
    this.#host.dispatchEvent(new PaymentErrorEvent(failure));
    return failure;
  }

  /** Tells the host and shows it. */
  fail(error: unknown, otherwise: WidgetErrorCode): void {
    this.step({ type: 'failed', failure: this.report(PaymentFailure.from(error, otherwise)) });
  }

  /** Before another session takes its place, an unspoken settlement is spoken, if without its receipt. */
  #leave(): void {
    const { session, receipt } = this.#state;
    this.#settling.abort();
    if (session && isSettledView(session)) this.#announce(session, receipt);
    this.#state = { ...this.#state, receipt: undefined };
  }

  async #settle(client: BrokerClient, session: SettledView): Promise<void> {
    if (!tookMoney(session) || this.#state.receipt) {
      this.#announce(session, this.#state.receipt);
      return;
    }
    // The news comes by several ways; one reading of the receipt serves them all.
    if (this.#settlingId === session.id && !this.#settling.signal.aborted) return;
    this.#settlingId = session.id;
    this.#settling = new AbortController();
    const { signal } = this.#settling;
    try {
      const receipt = await readReceipt(client, this.#host.environment, signal);
      if (receipt) this.set({ ...this.#state, receipt });
      this.#settlingId = undefined;
      this.#announce(session, receipt);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #announce(session: SettledView, receipt: State['receipt']): void {
    if (claimSettlement(session.id)) this.#host.dispatchEvent(new PaymentSettledEvent(session, session.outcome, receipt));
  }
}
