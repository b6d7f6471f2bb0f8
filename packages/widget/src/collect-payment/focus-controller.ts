import type { LitElement, ReactiveController } from 'lit';

/**
 * Focus moves only when a person acted, or when what had it is gone: to the mark (`data-focus`) of the new picture.
 * Once nothing is open any more it goes back to where the person was in the host's page.
 */
export class FocusController implements ReactiveController {
  readonly #host: LitElement;
  readonly #picture: () => string;
  #drawn = '';
  #acted = false;
  #heldFocus = false;
  #returnTo: HTMLElement | undefined;

  constructor(host: LitElement, picture: () => string) {
    this.#host = host;
    this.#picture = picture;
    host.addController(this);
  }

  /** A person acted: the next picture takes focus. */
  acted(): void {
    this.#acted = true;
    this.#returnTo = undefined;
  }

  /** The host's page acted for a person, whose focus is somewhere in it. */
  actedOutside(): void {
    const active = document.activeElement;
    if (!(active instanceof HTMLElement) || active === document.body || active === this.#host || this.#active !== null) return;
    this.#acted = true;
    this.#returnTo = active;
  }

  hostUpdate(): void {
    this.#heldFocus = this.#active !== null;
  }

  hostUpdated(): void {
    const picture = this.#picture();
    if (picture === this.#drawn) return;
    const first = this.#drawn === '';
    this.#drawn = picture;
    const lost = this.#heldFocus && this.#active === null;
    if (first || !(this.#acted || lost)) return;
    this.#acted = false;
    const open = picture.startsWith('open') || picture.startsWith('launching') || picture.startsWith('confirming');
    if (!open && this.#returnTo?.isConnected) {
      this.#returnTo.focus();
      this.#returnTo = undefined;
    } else {
      this.#host.renderRoot.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: picture.startsWith('open') });
    }
  }

  get #active(): Element | null {
    return this.#host.shadowRoot?.activeElement ?? null;
  }
}
