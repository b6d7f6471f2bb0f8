import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Environment } from '../environment.ts';
import { readHint, type Hint, type Trust } from './hosted-message.ts';

export interface ScreenHost extends ReactiveControllerHost {
  readonly environment: Environment;
  readonly renderRoot: DocumentFragment | HTMLElement;
}

/** Who hears of the hosted screen. */
export interface ScreenListener {
  readonly trust: () => Trust | undefined;
  readonly hint: (hint: Hint) => void;
  readonly frameBlocked: () => void;
}

/** The windows of the hosted screen: the popup, the frame, the dialog around it; and what they may say. */
export class ScreenController implements ReactiveController {
  readonly #host: ScreenHost;
  readonly #listener: ScreenListener;
  #popup: Window | null = null;

  constructor(host: ScreenHost, listener: ScreenListener) {
    this.#host = host;
    this.#listener = listener;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('message', this.#onMessage);
    document.addEventListener('securitypolicyviolation', this.#onViolation);
  }

  hostDisconnected(): void {
    window.removeEventListener('message', this.#onMessage);
    document.removeEventListener('securitypolicyviolation', this.#onViolation);
    this.#popup = null;
  }

  hostUpdated(): void {
    // Modal: the browser keeps focus inside and makes the page behind inert.
    const dialog = this.#host.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  /** Opens the window, empty, while the click is still being handled. False when the browser blocked it. */
  openWindow(words: string): boolean {
    this.closeWindow();
    this.#popup = this.#host.environment.openWindow();
    if (!this.#popup) return false;
    this.#popup.document.title = words;
    this.#popup.document.body.textContent = words;
    return true;
  }

  /** Sends the window on its way. A window closed meanwhile is no matter: the card offers to open the page here. */
  navigateWindow(url: string): void {
    this.#popup?.location.replace(url);
  }

  focusWindow(): void {
    this.#popup?.focus();
  }

  closeWindow(): void {
    this.#popup?.close();
    this.#popup = null;
  }

  readonly #onMessage = (event: MessageEvent): void => {
    const trust = this.#listener.trust();
    if (!trust || !this.#isKnown(event.source)) return;
    const hint = readHint(event.data, event.origin, trust);
    if (hint) this.#listener.hint(hint);
  };

  #isKnown(source: MessageEventSource | null): boolean {
    if (source === null) return false;
    return source === this.#popup || source === this.#host.renderRoot.querySelector<HTMLIFrameElement>('iframe.hosted')?.contentWindow;
  }

  // The only way a page can learn that its own policy keeps the frame empty.
  readonly #onViolation = (event: SecurityPolicyViolationEvent): void => {
    const hosted = this.#listener.trust()?.hosted;
    if (hosted && /^(frame|child|default)-src/.test(event.effectiveDirective) && event.blockedURI.startsWith(hosted)) {
      this.#listener.frameBlocked();
    }
  };
}
