import type { PaymentSessionView } from '@collect-payment/contract';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { browserEnvironment, type Environment } from '../environment.ts';
import { addLanguage, messagesFor, onLanguage } from '../messages/languages.ts';
import type { Messages } from '../messages/messages.ts';
import { Words, knownLanguage } from '../messages/words.ts';
import { PaymentActions } from '../session/payment-actions.ts';
import { SessionController } from '../session/session-controller.ts';
import type { FetchSession } from '../session/session-source.ts';
import type { View } from '../session/view.ts';
import type { DisplayChoice } from '../window/display.ts';
import { ScreenController } from '../window/screen-controller.ts';
import { announcementOf, announcementOfTime } from './announcement-of.ts';
import { Announcer } from './announcer.ts';
import { ClipboardController } from './clipboard-controller.ts';
import { styles } from './collect-payment.styles.ts';
import { CountdownController } from './countdown-controller.ts';
import { FocusController } from './focus-controller.ts';
import { printReceipt } from './print-receipt.ts';
import { receiptStyles } from './receipt.styles.ts';
import * as outcome from './templates/outcome.ts';
import { receipt } from './templates/receipt.ts';
import { screen } from './templates/screen.ts';
import * as start from './templates/start.ts';
import type { Audience, Ui } from './templates/ui.ts';

/**
 * Collects one payment on InstaMed's hosted page and tells the page what became of it.
 *
 * The amount and the patient come from your server's payment session; nothing set here can alter them.
 *
 * @fires payment-state-change - Something changed; carries a full snapshot.
 * @fires payment-settled - The payment is settled. Once per session in a page's life.
 * @fires payment-error - Something could not be done; carries a stable code.
 * @fires payment-before-close - A person asked to cancel, or to put away a settled payment. Cancelable.
 * @slot for - Who and what the payment is for.
 * @csspart card - The frame around everything.
 * @csspart amount - The amount.
 * @csspart balance - What is still due after a partial approval.
 * @csspart button - The main button.
 * @csspart button-secondary - Any other button.
 * @csspart button-close - The close button above the hosted page.
 * @csspart bar - The bar above the hosted page.
 * @csspart frame - The hosted page's iframe.
 * @csspart dialog - The dialog around the hosted page (`display="incontext"`).
 * @csspart receipt - The receipt.
 * @csspart notice - The line shown while the connection is lost.
 * @cssproperty --collect-payment-accent - Colour of the main button and of focus.
 * @cssproperty --collect-payment-accent-text - Text upon the accent.
 * @cssproperty --collect-payment-surface - Background.
 * @cssproperty --collect-payment-text - Text colour.
 * @cssproperty --collect-payment-radius - Corner radius (12px).
 * @cssproperty --collect-payment-font - Font family (system-ui).
 * @cssproperty --collect-payment-frame-height - Height of the hosted page when embedded (44rem).
 */
export class CollectPayment extends LitElement {
  static override readonly styles = [styles, receiptStyles];
  /** Adds a language for every element: `CollectPayment.addLanguage('es', spanish)`. */
  static readonly addLanguage = addLanguage;

  /** The broker's URL. */
  @property() broker = '';
  /** A URL of your own server that answers `POST {}` with `{ id, clientSecret }`. */
  @property({ attribute: 'session-url' }) sessionUrl = '';
  /** Instead of `session-url`: your own way to get `{ id, clientSecret }`. */
  @property({ attribute: false }) fetchSession: FetchSession | undefined;
  /** Where the hosted page opens; `auto` is in the page, or over it where the page is narrow. */
  @property() display: DisplayChoice = 'auto';
  /** Who reads: `patient` is told what happens next, `staff` is not. */
  @property() audience: Audience = 'patient';
  /** `auto` follows the reader's system. */
  @property({ reflect: true }) theme: 'light' | 'dark' | 'auto' = 'auto';
  /** Language; without it, that of the nearest `lang` around the element. */
  @property() override lang!: string;
  /** Your own words in place of any of the catalogue's. */
  @property({ attribute: false }) messages: Partial<Messages> = {};
  /** What the element takes from outside itself; for tests. */
  @property({ attribute: false }) environment: Environment = browserEnvironment;

  readonly #session = new SessionController(this);
  readonly #screen = new ScreenController(this, {
    trust: () => this.#trust(),
    hint: (hint) => void this.#actions.follow(hint),
    frameBlocked: () => this.#actions.frameBlocked(),
  });
  readonly #actions = new PaymentActions(this, this.#session, this.#screen);
  readonly #announcer = new Announcer(this, () => ({
    key: `${this.#session.state.session?.id} ${this.view.name}`,
    announcement: announcementOf(this.view, this.#words),
  }));
  readonly #countdown = new CountdownController(
    this,
    () => (this.view.name === 'open' ? this.view.screen.tokenExpiresAt : undefined),
    (mark) => this.#announcer.say(announcementOfTime(mark, this.#words)),
  );
  readonly #focus = new FocusController(this, () => `${this.view.name} ${this.#session.state.prompt}`);
  readonly #clipboard = new ClipboardController(this);
  #words = new Words(messagesFor(''), 'en');

  /** Resolves with the first view there is to show: a session's, or why there is none. */
  get ready(): Promise<View> {
    return this.#session.ready;
  }

  /** What is shown now. */
  get view(): View {
    return this.#session.view;
  }

  /** The payment session as the broker last told it. */
  get session(): PaymentSessionView | undefined {
    return this.#session.state.session;
  }

  /** Starts as the button does. Call it inside a click, so that a window may open. */
  start(): Promise<void> {
    this.#focus.actedOutside();
    return this.#actions.start();
  }

  /** Cancels without asking. A payment that was made all the same wins. */
  cancel(): Promise<void> {
    this.#focus.actedOutside();
    return this.#actions.cancel();
  }

  /** @internal */
  readonly openingWords = (): string => this.#words.text('opening');

  override connectedCallback(): void {
    super.connectedCallback();
    onLanguage(() => this.requestUpdate(), this.#session.signal);
    // Back in the page without ever having got a session: asked for again.
    if (this.hasUpdated && !this.#session.client) void this.#session.load();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const tag = knownLanguage(this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang ?? document.documentElement.lang);
    this.#words = new Words({ ...messagesFor(tag), ...this.messages }, tag);
    if (changed.has('broker') || changed.has('sessionUrl')) void this.#session.reload();
    else if (changed.has('fetchSession') && !this.#session.client) void this.#session.load();
  }

  protected override render(): TemplateResult {
    const { connection } = this.#session.state;
    return html`
      <div class="card" part="card" @keydown=${this.#onKeydown}>
        ${this.#picture(this.view, this.#ui())}
        ${connection === 'online' ? nothing : html`<p class="notice" part="notice" role="status">${this.#words.text(connection)}</p>`}
      </div>
      <div class="quiet" role="status">${this.#announcer.text('polite')}</div>
      <div class="quiet" role="alert">${this.#announcer.text('assertive')}</div>
    `;
  }

  #picture(view: View, ui: Ui): TemplateResult {
    switch (view.name) {
      case 'loading':
        return start.loading(ui);
      case 'idle':
        return start.idle(ui, view.session);
      case 'canceled':
        return start.idle(ui, view.session, 'canceled');
      case 'launching':
        return start.launching(ui, view);
      case 'open':
        return screen(ui, view);
      case 'blocked':
        return start.blocked(ui, view);
      case 'elsewhere':
        return start.elsewhere(ui, view);
      case 'closed':
        return start.closed(ui, view);
      case 'confirming':
        return outcome.confirming(ui, view);
      case 'approved':
      case 'partially_approved':
        return outcome.paid(ui, view);
      case 'declined':
      case 'failed':
        return outcome.declined(ui, view);
      case 'expired':
        return outcome.expired(ui, view);
      case 'unresolved':
        return outcome.unresolved(ui, view);
      case 'receipt':
        return receipt(ui, view);
      case 'done':
        return outcome.done(ui, view);
      case 'cannot-start':
        return start.cannotStart(ui, view);
      default:
        return view satisfies never;
    }
  }

  #ui(): Ui {
    return {
      words: this.#words,
      audience: this.audience,
      actions: this.#actions,
      leftMs: this.#countdown.leftMs,
      copied: this.#clipboard.copied,
      copy: (reference) => void this.#clipboard.copy(reference),
      print: () => this.#print(),
      on: (action) => () => {
        this.#focus.acted();
        void action();
      },
    };
  }

  #print(): void {
    const article = this.renderRoot.querySelector('.receipt');
    if (article) printReceipt(article, this.lang, this.environment);
  }

  #trust(): { hosted: string; broker: string; sessionId: string } | undefined {
    const { view } = this;
    const { client } = this.#session;
    if (view.name !== 'open' || !client) return undefined;
    return { hosted: new URL(view.screen.url).origin, broker: client.origin, sessionId: client.id };
  }

  // Escape asks; it never cancels. Asked already, it means "keep going".
  readonly #onKeydown = (event: KeyboardEvent): void => {
    const { view } = this;
    if (event.key !== 'Escape' || !('prompt' in view)) return;
    event.preventDefault();
    this.#focus.acted();
    if (view.prompt === 'cancel') this.#actions.prompt('none');
    else this.#actions.askToCancel();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'collect-payment': CollectPayment;
  }
}
