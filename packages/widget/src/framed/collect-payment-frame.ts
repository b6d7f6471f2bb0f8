import type { Credentials } from '../broker/broker-client.ts';
import { PaymentErrorEvent } from '../events/payment-error.ts';
import { PaymentSettledEvent } from '../events/payment-settled.ts';
import { PaymentStateChangeEvent } from '../events/payment-state-change.ts';
import { PaymentFailure } from '../failure.ts';
import { requestSession, type FetchSession, type SessionRequest } from '../session/session-source.ts';
import { readEmbedMessage, settingNames, type EmbedMessage, type HostMessage, type Settings } from './frame-message.ts';

const allow = ['clipboard-write', 'hid', 'payment', 'serial', 'usb'].join('; ');

/**
 * `<collect-payment>` on a page of the broker's, in a frame (`GET /embed/{id}`): what the element shows is out of reach of the scripts and styles of
 * this page, and this page needs none of the element's. It has the attributes, methods and events of `<collect-payment>`, but no
 * `payment-before-close`: a frame cannot wait for an answer.
 *
 * @attr {string} broker - The broker's URL.
 * @attr {string} session-url - A URL of your own server that answers `POST {}` with `{ id, clientSecret }`.
 * @attr {DisplayChoice} display - As of `<collect-payment>`; `incontext` is over the frame.
 * @attr {Audience} audience - Who reads: `patient` is told what happens next, `staff` is not.
 * @attr {string} lang - The language; without it, the document's of the page in the frame.
 * @attr {light|dark|auto} theme - Light or dark; without it, as the reader's system is set.
 * @attr {string} title - Names the frame for screen readers (`Payment`).
 * @fires payment-state-change - Something changed; carries a full snapshot.
 * @fires payment-settled - The payment is settled.
 * @fires payment-error - Something could not be done; carries a stable code.
 * @csspart frame - The iframe of the broker's page. What is in it is out of reach.
 */
export class CollectPaymentFrame extends (globalThis.HTMLElement ?? Object) {
  #fetchSession: FetchSession | undefined;
  #frame: HTMLIFrameElement | undefined;
  #origin = '';
  #nonce: string | undefined;
  #life = new AbortController();

  /** Instead of `session-url`: your own way to get `{ id, clientSecret }`. */
  get fetchSession(): FetchSession | undefined {
    return this.#fetchSession;
  }

  set fetchSession(fetchSession: FetchSession | undefined) {
    this.#fetchSession = fetchSession;
    if (this.isConnected && !this.#frame) void this.#open();
  }

  /** A URL of your own server, as the attribute says. */
  get sessionUrl(): string {
    return this.getAttribute('session-url') ?? '';
  }

  connectedCallback(): void {
    this.#life = new AbortController();
    addEventListener('message', this.#onMessage, { signal: this.#life.signal });
    // Set before the script came: it hides the accessor until it is set again.
    const early = Object.getOwnPropertyDescriptor(this, 'fetchSession')?.value as FetchSession | undefined;
    if (early) {
      Reflect.deleteProperty(this, 'fetchSession');
      this.#fetchSession = early;
    }
    if (this.sessionUrl || this.#fetchSession) void this.#open();
  }

  disconnectedCallback(): void {
    this.#life.abort();
    this.#frame?.remove();
    this.#frame = undefined;
    this.#nonce = undefined;
  }

  /** Starts as the button does. A popup needs the person's own click inside the frame. */
  start(): void {
    this.#tell({ type: 'call', method: 'start' });
  }

  /** Cancels without asking. */
  cancel(): void {
    this.#tell({ type: 'call', method: 'cancel' });
  }

  async #open(): Promise<void> {
    const { signal } = this.#life;
    const session = await this.#request({});
    // Asked for twice, by the attribute and the property: the first answer stands.
    if (!session || signal.aborted || this.#frame) return;
    const broker = URL.parse(this.getAttribute('broker') ?? '');
    if (!broker || !/^https?:$/.test(broker.protocol)) {
      this.dispatchEvent(new PaymentErrorEvent(new PaymentFailure('ERR_BROKER_ATTRIBUTE')));
      return;
    }
    this.#origin = broker.origin;
    this.#place(`${broker.href.replace(/\/+$/, '')}/embed/${encodeURIComponent(session.id)}`, session);
  }

  #place(src: string, session: Credentials): void {
    const frame = document.createElement('iframe');
    frame.allow = allow;
    frame.referrerPolicy = 'no-referrer';
    frame.title = this.title || 'Payment';
    frame.setAttribute('part', 'frame');
    // Whatever page is there then: it is told nothing unless it is the broker's.
    frame.addEventListener('load', () => {
      this.#nonce = crypto.randomUUID();
      const settings = settingNames.flatMap((name) => (this.hasAttribute(name) ? [[name, this.getAttribute(name)]] : []));
      this.#tell({ type: 'open', nonce: this.#nonce, session, settings: Object.fromEntries(settings) as Settings });
    });
    frame.src = src;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styles()];
    root.replaceChildren(frame);
    this.#frame = frame;
  }

  async #request(request: SessionRequest): Promise<Credentials | undefined> {
    const { signal } = this.#life;
    try {
      return await requestSession(this, request, { fetch: (...call) => fetch(...call) }, signal);
    } catch (error) {
      if (!signal.aborted) this.dispatchEvent(new PaymentErrorEvent(error as PaymentFailure));
      return undefined;
    }
  }

  #tell(message: HostMessage): void {
    this.#frame?.contentWindow?.postMessage({ ...message, nonce: this.#nonce, source: 'collect-payment-host' }, this.#origin);
  }

  readonly #onMessage = (event: MessageEvent): void => {
    const message = readEmbedMessage(event, { window: this.#frame?.contentWindow, origins: [this.#origin], nonce: this.#nonce });
    if (message) void this.#take(message);
  };

  async #take(message: EmbedMessage): Promise<void> {
    switch (message.type) {
      case 'size':
        this.#frame?.setAttribute('height', `${message.height}`);
        break;
      case 'ask':
        this.#tell({ type: 'session', turn: message.turn, session: await this.#request(message.request) });
        break;
      case 'changed':
        this.dispatchEvent(new PaymentStateChangeEvent(message.session, message.view));
        break;
      case 'settled':
        this.dispatchEvent(new PaymentSettledEvent(message.session, message.outcome, message.receipt));
        break;
      case 'error':
        this.dispatchEvent(new PaymentErrorEvent(message));
        break;
      default:
        message satisfies never;
    }
  }
}

/** Constructed, so that a strict `style-src` has nothing to refuse. */
function styles(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':host{display:block}iframe{display:block;inline-size:100%;border:0}');
  return sheet;
}

declare global {
  interface HTMLElementTagNameMap {
    'collect-payment-frame': CollectPaymentFrame;
  }
}
