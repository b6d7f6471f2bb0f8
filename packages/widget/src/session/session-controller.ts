import type { PaymentSessionView } from '@collect-payment/contract';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { BrokerClient } from '../broker/broker-client.ts';
import { followSession } from '../broker/follow-session.ts';
import type { Environment } from '../environment.ts';
import { PaymentErrorEvent } from '../events/payment-error.ts';
import { PaymentSettledEvent } from '../events/payment-settled.ts';
import { PaymentStateChangeEvent } from '../events/payment-state-change.ts';
import { PaymentFailure } from '../failure.ts';
import { isSettledView, type SettledView } from './is-settled.ts';
import { requestSession, type SessionRequest, type SessionSource } from './session-source.ts';
import { claimSettlement, readReceipt } from './settlement.ts';
import { atStep, initialState, receive, type State, type Step } from './state.ts';
import { viewOf, type View } from './view.ts';

export interface SessionHost extends ReactiveControllerHost, SessionSource {
  readonly broker: string;
  readonly hasUpdated: boolean;
  readonly environment: Environment;
  dispatchEvent(event: Event): boolean;
}

/** Frameworks set properties a moment after the element is in the page; until then a missing source is no error. */
const sourceGraceMs = 2000;

/** One payment session after another: gets it, follows it, tells of it. Knows nothing of windows or words. */
export class SessionController implements ReactiveController {
  readonly #host: SessionHost;
  readonly #ready = Promise.withResolvers<View>();
  #feed = new AbortController();
  /** Reads the receipt of a settled session, until it is there or no longer needed. */
  #settling: AbortController | undefined;
  #life = new AbortController();
  /** Counts the sessions asked for: of two under way at once, the later one stands. */
  #turn = 0;
  state: State = initialState;
  client: BrokerClient | undefined;

  constructor(host: SessionHost) {
    this.#host = host;
    host.addController(this);
  }

  get view(): View {
    return viewOf(this.state);
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
    const { signal } = this;
    const resync = (): void => this.resync();
    document.addEventListener('visibilitychange', resync, { signal });
    window.addEventListener('online', resync, { signal });
    // The browser may keep the page as it is left, for whoever presses "back". Who that is, the host's server says.
    window.addEventListener('pagehide', () => this.#forget(), { signal });
    window.addEventListener('pageshow', ({ persisted }) => void (persisted && this.load()), { signal });
    window.addEventListener('offline', this.#lost, { signal });
    this.resync();
    // Back in the page without ever having got a session: asked for again.
    if (this.#host.hasUpdated && !this.client) void this.load();
  }

  hostDisconnected(): void {
    this.#life.abort();
    this.#feed.abort();
    this.#settling?.abort();
    // A frame does not survive leaving the document; back in the page the broker says where things stand.
    this.state = atStep(this.state, { type: 'rest' });
  }

  /** Gets the first session. Asked again whenever the host sets where sessions come from. */
  async load(): Promise<void> {
    try {
      if (!this.#host.fetchSession && !this.#host.sessionUrl) await this.#host.environment.wait(sourceGraceMs, this.signal);
      if (this.client) return;
      this.step({ type: 'rest' });
      await this.renew({});
    } catch (error) {
      if (!this.client) this.fail(error);
    }
  }

  /** Forgets the session and starts over, for another broker or another source. */
  reload(): Promise<void> {
    this.#forget();
    return this.load();
  }

  /** Nothing of a payment is left, not in the picture nor in memory. */
  #forget(): void {
    this.#feed.abort();
    this.#settling?.abort();
    this.client = undefined;
    this.set(initialState);
  }

  /** Moves on to another session of the host's; the one before is followed no more. */
  async renew(request: SessionRequest, amountDue?: string): Promise<void> {
    const turn = (this.#turn += 1);
    const { environment, broker } = this.#host;
    const client = new BrokerClient(broker, await requestSession(this.#host, request, environment, this.signal), environment);
    const session = await client.view('', this.signal);
    if (turn !== this.#turn) return;
    const before = this.state.session;
    if (before && isSettledView(session)) throw new PaymentFailure('ERR_SESSION_SETTLED');
    if (amountDue && session.amount?.value !== amountDue) throw new PaymentFailure('ERR_SESSION_AMOUNT');
    this.#settling?.abort();
    // A settlement not yet spoken, for want of its receipt, is spoken before its session makes way.
    if (isSettledView(before)) this.#announce(before);
    this.client = client;
    this.take(session);
    this.follow();
  }

  /** Takes in a view, whoever asked for it. */
  take(view: PaymentSessionView): void {
    const { client } = this;
    if (view.id !== client?.id) return;
    this.set(receive({ ...this.state, connection: 'online' }, view));
    const { session } = this.state;
    if (!isSettledView(session)) return;
    if (session.outcome.final) this.#feed.abort();
    void this.#settle(client, session);
  }

  /** Follows the session unless there is nothing to wait for yet, or any more. */
  follow(): void {
    this.#feed.abort();
    const { client } = this;
    const { session, step } = this.state;
    if (!client || !session || session.outcome?.final || (session.status === 'created' && step.type === 'rest')) return;
    this.#feed = new AbortController();
    const { signal } = this.#feed;
    followSession(client, session.sequence, (view) => this.take(view), this.#lost, this.#host.environment, signal).catch(
      (error: unknown) => {
        if (!signal.aborted) this.report(error);
      },
    );
  }

  /** Catches up after the page slept, was hidden or offline. */
  resync(): void {
    if (document.hidden) return;
    this.follow();
    // Should the broker be out of reach, the feed tells; a second voice would only repeat it.
    void this.ask('').catch(() => undefined);
  }

  /** Asks the broker, and takes in its answer. */
  async ask(action: '' | '/check' | '/cancel'): Promise<void> {
    const view = await this.client?.view(action, this.signal);
    if (view) this.take(view);
  }

  step(step: Step): void {
    this.set(atStep(this.state, step));
  }

  set(next: State): void {
    const before = this.view;
    this.state = next;
    this.#host.requestUpdate();
    const { view } = this;
    if (view.name !== 'loading') this.#ready.resolve(view);
    if (view.name !== before.name || ('session' in before && next.session !== before.session)) {
      this.#host.dispatchEvent(new PaymentStateChangeEvent(next.session, view.name));
    }
  }

  /** Tells the host that something could not be done, without leaving what is shown. Silent once the element has left. */
  readonly report = (error: unknown): PaymentFailure => {
    const failure = error instanceof PaymentFailure ? error : new PaymentFailure('ERR_BROKER_RESPONSE');
    if (!this.signal.aborted) this.#host.dispatchEvent(new PaymentErrorEvent(failure));
    return failure;
  };

  /** Tells the host and shows it. */
  readonly fail = (error: unknown): void => {
    if (!this.signal.aborted) this.step({ type: 'cannot-start', failure: this.report(error) });
  };

  readonly #lost = (): void => this.set({ ...this.state, connection: 'offline' });

  async #settle(client: BrokerClient, session: SettledView): Promise<void> {
    if (/approved/.test(session.status) && !this.state.receipt) {
      // The news comes by several ways; one reading of the receipt serves them all.
      if (this.#settling?.signal.aborted === false) return;
      this.#settling = new AbortController();
      const { signal } = this.#settling;
      const receipt = await readReceipt(client, this.#host.environment, signal);
      if (signal.aborted) return;
      this.#settling = undefined;
      if (receipt) this.set({ ...this.state, receipt });
    }
    this.#announce(session);
  }

  #announce(session: SettledView): void {
    if (claimSettlement(session.id)) this.#host.dispatchEvent(new PaymentSettledEvent(session, session.outcome, this.state.receipt));
  }
}
