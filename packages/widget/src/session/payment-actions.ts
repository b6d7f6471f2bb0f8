import type { Display, Launch } from '@collect-payment/contract';
import type { BrokerClient } from '../broker/broker-client.ts';
import type { Environment } from '../environment.ts';
import { PaymentBeforeCloseEvent } from '../events/payment-before-close.ts';
import { PaymentFailure } from '../failure.ts';
import { chooseDisplay, type DisplayChoice } from '../window/display.ts';
import type { Hint } from '../window/hosted-message.ts';
import type { ScreenController } from '../window/screen-controller.ts';
import { isSettled } from './is-settled.ts';
import type { SessionController } from './session-controller.ts';
import type { SessionRequest } from './session-source.ts';
import type { Prompt } from './state.ts';

export interface ActionsHost {
  readonly display: DisplayChoice;
  readonly environment: Environment;
  readonly openingWords: () => string;
  dispatchEvent(event: Event): boolean;
}

const launchTries = 10;
const retryLaunchAfterMs = 1000;
/** The landing page's own message, when there is one, says more than the screen's "close": give it this long. */
const landingGraceMs = 1000;
const checkAfterMs = [0, 2000, 4000, 8000];

/** What a person, or the host in their name, can do. Each is safe to repeat; only the broker decides what came of it. */
export class PaymentActions {
  readonly #host: ActionsHost;
  readonly #session: SessionController;
  readonly #screen: ScreenController;
  /** Ends when another action takes over. */
  #act = new AbortController();

  constructor(host: ActionsHost, session: SessionController, screen: ScreenController) {
    this.#host = host;
    this.#session = session;
    this.#screen = screen;
  }

  /** Launches the payment page. Call it inside the click: a popup can be opened nowhere else. */
  start(): Promise<void> {
    switch (this.#session.view.name) {
      case 'idle':
      case 'canceled':
      case 'declined':
      case 'failed':
      case 'expired':
      case 'elsewhere':
      case 'closed':
        return this.#launch(chooseDisplay(this.#host.display, window.innerWidth));
      case 'cannot-start':
        return this.#session.client ? this.#launch(chooseDisplay(this.#host.display, window.innerWidth)) : this.#session.load();
      case 'loading':
      case 'launching':
      case 'open':
      case 'blocked':
      case 'confirming':
      case 'unresolved':
      case 'approved':
      case 'partially_approved':
      case 'receipt':
      case 'done':
        return Promise.resolve();
      default:
        return this.#session.view satisfies never;
    }
  }

  readonly openHere = (): Promise<void> => this.#launch('embedded');
  readonly openWindow = (): Promise<void> => this.#launch('popup');
  readonly openInTab = (): Promise<void> => this.#launch('redirect');
  readonly showWindow = (): void => this.#screen.focusWindow();

  /** A fresh session of the host's, ready to start: after a decline, or for the balance of a partial approval. */
  async another(request: SessionRequest): Promise<void> {
    const { session } = this.#session.state;
    const before = this.#session.state;
    try {
      await this.#session.renew(request, request.balanceOf === undefined ? undefined : session?.outcome?.balanceDue?.value);
    } catch (error) {
      if (this.#session.signal.aborted) return;
      // Where money was taken, that stays on the screen; the host hears the rest.
      if (request.balanceOf !== undefined) {
        this.#session.set(before);
        this.#session.report(error);
      } else {
        this.#session.fail(error, 'ERR_SESSION_SOURCE');
      }
    }
  }

  /** Asks the person first. The host may say no by `preventDefault()`. */
  askToCancel(): void {
    if (this.#host.dispatchEvent(new PaymentBeforeCloseEvent('cancel'))) this.prompt('cancel');
  }

  prompt(prompt: Prompt): void {
    this.#session.set({ ...this.#session.state, prompt });
  }

  /** Cancels without asking. A payment that was made all the same wins: the broker looks before it cancels. */
  async cancel(): Promise<void> {
    const { client, state } = this.#session;
    if (!client || !state.session || isSettled(state.session.status)) return;
    const signal = this.#begin();
    this.#screen.closeWindow();
    this.#session.step({ type: 'returned' });
    try {
      this.#session.take(await client.cancel(signal));
      this.#closeUnanswered();
    } catch (error) {
      if (signal.aborted) return;
      this.#session.report(error);
      this.#closeUnanswered();
      this.#session.resync();
    }
  }

  /** Has the broker look at InstaMed now. */
  async check(): Promise<void> {
    const { client, signal } = this.#session;
    if (!client) return;
    try {
      this.#session.take(await client.check(signal));
    } catch (error) {
      if (!signal.aborted) this.#session.report(error);
    }
  }

  readonly showReceipt = (): void => this.#session.step({ type: 'receipt' });
  readonly hideReceipt = (): void => this.#session.step({ type: 'rest' });

  /** Puts a settled payment away, unless the host keeps it by `preventDefault()`. */
  done(): void {
    if (this.#host.dispatchEvent(new PaymentBeforeCloseEvent('done'))) this.#session.step({ type: 'done' });
  }

  /** A message of the hosted screen or the landing page. */
  async follow(hint: Hint): Promise<void> {
    const { step } = this.#session.state;
    if (step.type !== 'screen') return;
    if (hint.type === 'redirected') {
      this.#session.set({ ...this.#session.state, step: { ...step, url: hint.url } });
      return;
    }
    if (hint.how === 'cancel') {
      await this.cancel();
      return;
    }
    const signal = this.#begin();
    try {
      if (hint.how === 'closed') await this.#host.environment.wait(landingGraceMs, signal);
      this.#session.step({ type: 'returned' });
      for (const ms of checkAfterMs) {
        if (ms > 0) await this.#host.environment.wait(ms, signal);
        if (this.#session.state.step.type !== 'returned') return;
        await this.check();
      }
      // A confirmed payment stays "confirming" until the broker knows; a closed page may be opened again.
      if (hint.how === 'closed') this.#closeUnanswered();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  frameBlocked(): void {
    if (this.#session.state.step.type === 'screen') this.#session.step({ type: 'blocked', reason: 'frame' });
  }

  /** The landing, after a cancel or a close that settled nothing, from which the page can be opened again. */
  #closeUnanswered(): void {
    const { step, session } = this.#session.state;
    if (step.type === 'returned') this.#session.step({ type: session?.status === 'created' ? 'rest' : 'closed' });
  }

  async #launch(display: Display): Promise<void> {
    const signal = this.#begin();
    if (display !== 'popup') this.#screen.closeWindow();
    else if (!this.#screen.openWindow(this.#host.openingWords())) {
      this.#session.step({ type: 'blocked', reason: 'window' });
      return;
    }
    this.#session.step({ type: 'launching' });
    try {
      const { session } = this.#session.state;
      if (session && isSettled(session.status)) await this.#session.renew({});
      const { client } = this.#session;
      // A cancel, or an answer of the broker's, overtook the launch.
      if (!client || signal.aborted || this.#session.state.step.type !== 'launching') return;
      this.#show(await this.#requestLaunch(client, display, signal, launchTries), display);
    } catch (error) {
      if (signal.aborted) return;
      this.#screen.closeWindow();
      this.#session.fail(error, 'ERR_BROKER_RESPONSE');
      this.#session.resync();
    }
  }

  #show({ url, tokenExpiresAt }: Launch, display: Display): void {
    if (this.#session.state.step.type !== 'launching') {
      this.#screen.closeWindow();
      return;
    }
    if (display === 'redirect') {
      this.#host.environment.navigate(url);
      return;
    }
    if (display === 'popup') this.#screen.navigateWindow(url);
    this.#session.step({ type: 'screen', place: display, url, tokenExpiresAt });
    this.#session.follow();
  }

  async #requestLaunch(client: BrokerClient, display: Display, signal: AbortSignal, tries: number): Promise<Launch> {
    try {
      return await client.launch(display, signal);
    } catch (error) {
      if (tries === 0 || !(error instanceof PaymentFailure) || error.code !== 'ERR_LAUNCH_IN_PROGRESS') throw error;
      await this.#host.environment.wait(retryLaunchAfterMs, signal);
      return this.#requestLaunch(client, display, signal, tries - 1);
    }
  }

  #begin(): AbortSignal {
    this.#act.abort();
    this.#act = new AbortController();
    return AbortSignal.any([this.#act.signal, this.#session.signal]);
  }
}
