import type { PaymentSessionView } from '@collect-payment/contract';
import { LitElement, html, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { browserEnvironment, type Environment } from '../environment.ts';
import { addLanguage, learnLanguage, messagesFor, saving } from '../messages/languages.ts';
import { english, type Messages } from '../messages/messages.ts';
import { Words, localeOf } from '../messages/words.ts';
import { PaymentActions, type ActionName } from '../session/payment-actions.ts';
import { SessionController } from '../session/session-controller.ts';
import type { FetchSession } from '../session/session-source.ts';
import type { View } from '../session/view.ts';
import type { DisplayChoice } from '../window/display.ts';
import { ScreenController } from '../window/screen-controller.ts';
import { styles } from './collect-payment.styles.ts';
import { CountdownController, clockFace, lateSeconds } from './countdown-controller.ts';
import { FocusController } from './focus-controller.ts';
import { pictureOf, spoken, type Audience, type Choice } from './picture.ts';
import { printReceipt } from './print-receipt.ts';
import { receiptStyles } from './receipt.styles.ts';
import { askCancel, card } from './templates/card.ts';
import { receipt } from './templates/receipt.ts';
import { overPage, screen } from './templates/screen.ts';

/**
 * Collects one payment on InstaMed's hosted page and tells the page what became of it.
 *
 * The amount and the patient come from your server's payment session; nothing set here can alter them.
 *
 * @attr {string} lang - The language; without it, the document's. Money and dates are in its format.
 * @attr {light|dark|auto} theme - Light or dark; without it, as the reader's system is set. Style sheets alone read it.
 * @fires payment-state-change - Something changed; carries a full snapshot.
 * @fires payment-settled - The payment is settled. Once per session in a page's life.
 * @fires payment-error - Something could not be done; carries a stable code.
 * @fires payment-before-close - A person asked to cancel, or to put away a settled payment. Cancelable.
 * @slot for - Who and what the payment is for.
 * @csspart card - The frame around everything.
 * @csspart amount - The amount.
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
  static override readonly styles = unsafeCSS(styles + receiptStyles);
  /** Adds a language for every element: `CollectPayment.addLanguage('pt', portuguese)`. */
  static readonly addLanguage = addLanguage;

  // Not decorators: they, their helper and their calls would take the script tag past its 15 KB.
  static override readonly properties = {
    broker: {},
    sessionUrl: { attribute: 'session-url' },
    fetchSession: { attribute: false },
    display: {},
    audience: {},
    lang: { reflect: true },
    messages: { attribute: false },
  };

  /** The broker's URL. */
  broker = '';
  /** A URL of your own server that answers `POST {}` with `{ id, clientSecret }`. */
  sessionUrl = '';
  /** Instead of `session-url`: your own way to get `{ id, clientSecret }`. */
  fetchSession: FetchSession | undefined;
  /** Where the hosted page opens; `auto` is in the page, or over it where the page is narrow. */
  display: DisplayChoice = 'auto';
  /** Who reads: `patient` is told what happens next, `staff` is not. */
  audience: Audience = 'patient';
  /** Your own words in place of any of the catalogue's. */
  messages: Partial<Messages> = {};
  /** What the element takes from outside itself; for tests. */
  environment: Environment = browserEnvironment;

  readonly #session = new SessionController(this);
  readonly #screen = new ScreenController(this, {
    signal: () => this.#session.signal,
    trust: () => this.#trust(),
    hint: (hint) => void this.#actions.follow(hint),
    frameBlocked: () => this.#actions.frameBlocked(),
  });
  readonly #actions = new PaymentActions(this, this.#session, this.#screen);
  readonly #countdown = new CountdownController(
    this,
    () => (this.view.name === 'open' ? this.view.step.tokenExpiresAt : undefined),
    () => this.#session.signal,
    (mark) => this.#say(this.#words.fill(this.#words.of.timeLeft, this.#words.duration(mark)), mark === 30),
  );
  readonly #focus = new FocusController(this, () => `${this.view.name} ${this.#session.state.prompt}`);
  #language = '';
  #words = new Words(english, localeOf('en'));
  /** What the live regions say, the polite one or the assertive one. */
  #said = '';
  #urgent = false;
  #spokenOf = '';
  #notice = '';

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
    this.#focus.acted();
    return this.#actions.start();
  }

  /** Cancels without asking. A payment that was made all the same wins. */
  cancel(): Promise<void> {
    this.#focus.acted();
    return this.#actions.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const locale = localeOf(this.lang || (this.closest<HTMLElement>('[lang]') ?? document.documentElement).lang);
    const language = locale.language + (this.session?.screen === 'save-on-file' ? saving : '');
    // Words that say what the English ones say are the English ones.
    const messages = { ...english, ...messagesFor(language), ...this.messages };
    this.#words = new Words(messages, locale, messages.loading === english.loading ? 'en' : undefined);
    if (language !== this.#language || changed.has('broker')) {
      this.#language = language;
      void learnLanguage(language, this.broker, this.environment).then(() => this.requestUpdate());
    }
    if (changed.has('broker') || changed.has('sessionUrl')) void this.#session.reload();
    else if (changed.has('fetchSession') && !this.#session.client) void this.#session.load();
    // Whoever has taken the payment over has its page; a window of ours would be a second one.
    if (this.#session.state.step.type === 'elsewhere') this.#screen.close();
    this.#speak();
  }

  protected override render(): TemplateResult {
    return html`
      <div part="card" lang=${this.#words.language} dir=${this.#words.of.direction} @keydown=${this.#onKeydown}>
        ${this.#content(this.view)}
        <p part="notice">${this.#notice}</p>
      </div>
      <div class="quiet" role="status" lang=${this.#words.language}>${this.#urgent ? '' : this.#said}</div>
      <div class="quiet" role="alert" lang=${this.#words.language}>${this.#urgent ? this.#said : ''}</div>
    `;
  }

  #content(view: View): TemplateResult {
    const words = this.#words;
    const on = this.#on;
    const picture = pictureOf(view, words, this.audience);
    const question = this.#session.state.prompt === 'cancel' ? askCancel(words, on) : undefined;
    if (view.name === 'receipt') return card(picture, on, question, receipt(view, words));
    if (view.name !== 'open') return card(picture, on, question);
    const { left } = this.#countdown;
    const timeLeft = words.fill(words.of.timeLeft, clockFace(left));
    const moreTime: readonly Choice[] = left > lateSeconds ? [] : [[words.of.moreTime, 'moreTime']];
    if (view.step.place === 'popup')
      return card({ ...picture, hint: timeLeft, choices: [...moreTime, ...(picture.choices ?? [])] }, on, question);
    const hosted = screen(view, words, timeLeft, moreTime, on, question);
    if (view.step.place === 'embedded') return hosted;
    const over = overPage(hosted, words.of.securePage, () => this.#actions.askToCancel());
    return html`${card({ text: words.money(view.session.amount) }, on)}${over}`;
  }

  readonly #on = (action: ActionName) => (): void => {
    this.#focus.acted();
    if (action === 'copy') void this.#copy();
    else if (action === 'print') this.#print();
    else if (action === 'pdf') void this.#save().catch(this.#session.report);
    else if (action !== 'wait') void this.#actions[action]();
  };

  /** Says a change of view once, however often the view is drawn. */
  #speak(): void {
    const { name } = this.view;
    const { session, connection } = this.#session.state;
    const key = `${session?.id} ${name} ${connection}`;
    if (key === this.#spokenOf) return;
    this.#spokenOf = key;
    this.#notice = connection === 'online' ? '' : this.#words.of.offline;
    this.#say(this.#notice || spoken(pictureOf(this.view, this.#words, this.audience)), name === 'declined' || name === 'unresolved');
  }

  #say(text: string, urgent = false): void {
    this.#said = text;
    this.#urgent = urgent;
    this.requestUpdate();
  }

  async #copy(): Promise<void> {
    const { receipt: read, session } = this.#session.state;
    try {
      await navigator.clipboard.writeText(read?.transactionId ?? session?.id ?? '');
      this.#notice = this.#words.of.copied;
      this.#say(this.#notice);
    } catch {
      // Not allowed here (a frame without clipboard-write): the reference can be selected by hand.
    }
  }

  #print(): void {
    const article = this.renderRoot.querySelector('article');
    if (article) printReceipt(article);
  }

  /** The client secret goes in a header, so the file is fetched, and saved from memory. */
  async #save(): Promise<void> {
    const { client, signal } = this.#session;
    const link = document.createElement('a');
    if (client) link.href = URL.createObjectURL(await client.pdf(this.#words.language, signal));
    link.download = 'receipt.pdf';
    link.click();
    // Browsers that ask first where to save it still read it after the click.
    setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
  }

  #trust(): { hosted: string; broker: string; sessionId: string } | undefined {
    const { view } = this;
    const { client } = this.#session;
    if (view.name !== 'open' || !client) return undefined;
    return { hosted: new URL(view.step.url).origin, broker: client.origin, sessionId: client.id };
  }

  // Escape asks; it never cancels. Asked already, it means "keep going".
  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !/open|launching|closed/.test(this.view.name)) return;
    event.preventDefault();
    this.#on(this.#session.state.prompt === 'cancel' ? 'keepPaying' : 'askToCancel')();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'collect-payment': CollectPayment;
  }
}
