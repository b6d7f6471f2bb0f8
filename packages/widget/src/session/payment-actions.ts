import type { Display, Launch } from '@collect-payment/contract';
import type { Environment } from '../environment.ts';
import { PaymentBeforeCloseEvent } from '../events/payment-before-close.ts';
import { chooseDisplay, type DisplayChoice } from '../window/display.ts';
import type { Hint } from '../window/hosted-message.ts';
import type { ScreenController } from '../window/screen-controller.ts';
import { isSettled } from './is-settled.ts';
import type { SessionController } from './session-controller.ts';
import type { Prompt } from './state.ts';

export interface ActionsHost {
  readonly display: DisplayChoice;
  readonly environment: Environment;
  dispatchEvent(event: Event): boolean;
}

/** What a button on a card can do. */
export type ActionName =
  | 'start'
  | 'wait'
  | 'openHere'
  | 'openInTab'
  | 'showWindow'
  | 'moreTime'
  | 'anotherWay'
  | 'payRest'
  | 'askToCancel'
  | 'keepPaying'
  | 'cancel'
  | 'check'
  | 'showReceipt'
  | 'back'
  | 'done'
  | 'copy'
  | 'print'
  | 'pdf';

/** The landing page's own message, when there is one, says more than the screen's "close": give it this long. */
const landingGraceMs = 1000;
/** How long a page that was closed may still prove to have been paid on, before it is offered again. */
const unansweredMs = 12_000;
const startable = /idle|canceled|declined|failed|expired|elsewhere|closed|cannot-start/;

/** What a person, or the host in their name, can do. Each is safe to repeat; only the broker decides what came of it. */
export class PaymentActions implements Record<Exclude<ActionName, 'wait' | 'copy' | 'print' | 'pdf'>, () => void | Promise<void>> {
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

  /** Launches the payment page. Call it inside the click: a window can be opened nowhere else. */
  async start(): Promise<void> {
    if (!startable.test(this.#session.view.name)) return;
    if (this.#session.client) await this.#launch(chooseDisplay(this.#host.display, window.innerWidth));
    else await this.#session.load();
  }

  openHere(): Promise<void> {
    return this.#launch('embedded');
  }

  openInTab(): Promise<void> {
    return this.#launch('redirect');
  }

  showWindow(): void {
    this.#screen.focus();
  }

  /** A page with a new token in the place of the one that is open: InstaMed extends none. The broker looks first whether that one was paid on. */
  async moreTime(): Promise<void> {
    const { step } = this.#session.state;
    if (step.type === 'open') await this.#launch(step.place, step.tokenExpiresAt);
  }

  /** After a decline: a fresh session, whose page offers every tender, at rest until the person starts it. */
  anotherWay(): Promise<void> {
    return this.#session.renew({}).catch(this.#session.fail);
  }

  /** A fresh session for the balance that a partial approval left. What was taken stays on the screen if there is none. */
  async payRest(): Promise<void> {
    const { session } = this.#session.state;
    if (session) await this.#session.renew({ balanceOf: session.id }, session.outcome?.balanceDue?.value).catch(this.#session.report);
  }

  /** Asks the person first. The host may say no by `preventDefault()`. */
  askToCancel(): void {
    if (this.#host.dispatchEvent(new PaymentBeforeCloseEvent('cancel'))) this.#prompt('cancel');
  }

  keepPaying(): void {
    this.#prompt('none');
  }

  /** Cancels without asking. A payment that was made all the same wins: the broker looks before it cancels. */
  async cancel(): Promise<void> {
    const { session } = this.#session.state;
    if (!session || isSettled(session.status)) return;
    const signal = this.#begin();
    this.#screen.close();
    this.#session.step({ type: 'confirming' });
    await this.#session.ask('/cancel').catch(this.#session.report);
    if (!signal.aborted) this.#closeUnanswered();
  }

  /** Has the broker look at InstaMed now. */
  async check(): Promise<void> {
    await this.#session.ask('/check').catch(this.#session.report);
  }

  showReceipt(): void {
    this.#session.step({ type: 'receipt' });
  }

  back(): void {
    this.#session.step({ type: 'rest' });
  }

  /** Puts a settled payment away, unless the host keeps it by `preventDefault()`. */
  done(): void {
    if (this.#host.dispatchEvent(new PaymentBeforeCloseEvent('done'))) this.#session.step({ type: 'done' });
  }

  /** A message of the hosted screen or the landing page. */
  async follow(hint: Hint): Promise<void> {
    const { step } = this.#session.state;
    if (step.type !== 'open') return;
    if (hint.how === 'redirected') {
      this.#session.step({ ...step, url: hint.url });
      return;
    }
    if (hint.how === 'cancel') {
      await this.cancel();
      return;
    }
    const signal = this.#begin();
    const confirmed = hint.how === 'confirm';
    const wait = (ms: number): Promise<void> => this.#host.environment.wait(ms, signal).catch(() => undefined);
    if (!confirmed) await wait(landingGraceMs);
    if (signal.aborted || this.#session.state.step !== step) return;
    this.#session.step({ type: 'confirming' });
    await this.check();
    // A confirmed payment stays "confirming" until the broker knows; a closed page may be opened again.
    if (confirmed) return;
    await wait(unansweredMs);
    if (!signal.aborted) this.#closeUnanswered();
  }

  frameBlocked(): void {
    if (this.#session.state.step.type === 'open') this.#session.step({ type: 'blocked', reason: 'frameBlocked' });
  }

  #prompt(prompt: Prompt): void {
    this.#session.set({ ...this.#session.state, prompt });
  }

  /** After a cancel or a close that settled nothing: the page can be opened again. */
  #closeUnanswered(): void {
    const { step, session } = this.#session.state;
    if (step.type === 'confirming') this.#session.step({ type: session?.status === 'open' ? 'closed' : 'rest' });
  }

  async #launch(display: Display, insteadOf?: string): Promise<void> {
    const signal = this.#begin();
    if (display !== 'popup') this.#screen.close();
    else if (!this.#screen.open()) {
      this.#session.step({ type: 'blocked', reason: 'windowBlocked' });
      return;
    }
    this.#session.step({ type: 'launching' });
    try {
      const { session } = this.#session.state;
      if (session && isSettled(session.status)) await this.#session.renew({});
      const { client, state } = this.#session;
      // An answer of the broker's may overtake the launch; then there is nothing left to open.
      if (client && state.step.type === 'launching') this.#show(await client.launch(display, signal, insteadOf), display);
    } catch (error) {
      if (signal.aborted) return;
      this.#session.fail(error);
      this.#session.resync();
    }
    if (this.#session.state.step.type !== 'open' && !signal.aborted) this.#screen.close();
  }

  #show({ url, tokenExpiresAt, opening }: Launch, display: Display): void {
    if (this.#session.state.step.type !== 'launching') return;
    if (display === 'redirect') {
      // The page may come back as it was left, from the browser's cache: then the broker says where things stand.
      this.#session.step({ type: 'rest' });
      this.#host.environment.navigate(url);
      return;
    }
    if (display === 'popup') this.#screen.navigate(url);
    this.#session.step({ type: 'open', place: display, url, tokenExpiresAt, opening });
    this.#session.follow();
  }

  #begin(): AbortSignal {
    this.#act.abort();
    this.#act = new AbortController();
    return AbortSignal.any([this.#act.signal, this.#session.signal]);
  }
}
