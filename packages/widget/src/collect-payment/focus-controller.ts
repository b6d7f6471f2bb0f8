import type { LitElement, ReactiveController } from 'lit';

/**
 * Focus moves only when a person acted, or when what had it is gone: to the mark (`data-focus`) of the new picture.
 * Once nothing is open any more it goes back to where the person was in the host's page.
 */
export class FocusController implements ReactiveController {
  readonly #host: LitElement;
  readonly #picture: () => string;
  #drawn = '';
  #moves = false;
  #returnTo: Element | null = null;

  constructor(host: LitElement, picture: () => string) {
    this.#host = host;
    this.#picture = picture;
    host.addController(this);
  }

  /** A person acted, here or somewhere in the host's page: the next picture takes focus. */
  acted(): void {
    const { activeElement } = document;
    this.#moves = true;
    this.#returnTo = activeElement === document.body || activeElement === this.#host ? null : activeElement;
  }

  hostUpdate(): void {
    this.#moves ||= this.#host.shadowRoot?.activeElement !== null && this.#picture() !== this.#drawn;
  }

  hostUpdated(): void {
    const picture = this.#picture();
    const first = this.#drawn === '';
    if (picture === this.#drawn) return;
    this.#drawn = picture;
    const moves = this.#moves;
    this.#moves = false;
    // Someone who went on to another part of the page is left there.
    const active = (this.#host.getRootNode() as Document | ShadowRoot).activeElement;
    if (first || !moves || ![null, document.body, this.#host, this.#returnTo].includes(active)) return;
    const open = /^(open|launching|confirming)/.test(picture);
    const back = open ? null : this.#returnTo;
    const target = back?.isConnected ? back : this.#host.renderRoot.querySelector('[data-focus]');
    if (target instanceof HTMLElement) target.focus();
    if (!open) this.#returnTo = null;
  }
}
