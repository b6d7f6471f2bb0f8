import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Environment } from '../environment.ts';
import { readHint, type Hint, type Trust } from './hosted-message.ts';

export interface ScreenHost extends ReactiveControllerHost {
  readonly environment: Environment;
  readonly renderRoot: DocumentFragment | HTMLElement;
}

/** Who hears of the hosted screen. */
export interface ScreenListener {
  /** Ends with the element's stay in the page. */
  readonly signal: () => AbortSignal;
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
    const options = { signal: this.#listener.signal() };
    window.addEventListener('message', this.#onMessage, options);
    document.addEventListener('securitypolicyviolation', this.#onViolation, options);
  }

  hostUpdated(): void {
    // Modal: the browser keeps focus inside and makes the page behind inert.
    const dialog = this.#host.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  /** Opens the window, empty, while the click is still being handled. False when the browser blocked it. */
  open(): boolean {
    this.close();
    this.#popup = this.#host.environment.openWindow();
    return this.#popup !== null;
  }

  /** Sends the window on its way. A window closed meanwhile is no matter: the card offers to open the page here. */
  navigate(url: string): void {
    this.#popup?.location.replace(url);
  }

  focus(): void {
    this.#popup?.focus();
  }

  close(): void {
    this.#popup?.close();
    this.#popup = null;
  }

  readonly #onMessage = ({ source, data, origin }: MessageEvent): void => {
    const trust = this.#listener.trust();
    const frame = this.#host.renderRoot.querySelector<HTMLIFrameElement>('[part=frame]')?.contentWindow;
    const hint = trust && source && (source === this.#popup || source === frame) && readHint(data, origin, trust);
    if (hint) this.#listener.hint(hint);
  };

  // The only way a page can learn that its own policy keeps the frame empty.
  readonly #onViolation = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent): void => {
    const trust = this.#listener.trust();
    if (trust && effectiveDirective === 'frame-src' && blockedURI.startsWith(trust.hosted)) this.#listener.frameBlocked();
  };
}
