import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface Announcement {
  readonly text: string;
  /** `assertive` interrupts: for a decline, for doubt, for the last 30 seconds. */
  readonly urgency: 'polite' | 'assertive';
}

/** What the live regions say. A change of view is said once, however often the view is drawn. */
export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #current: () => { readonly key: string; readonly announcement: Announcement | undefined };
  #key = '';
  #said: Announcement | undefined;

  constructor(host: ReactiveControllerHost, current: () => { readonly key: string; readonly announcement: Announcement | undefined }) {
    this.#host = host;
    this.#current = current;
    host.addController(this);
  }

  text(urgency: Announcement['urgency']): string {
    return this.#said?.urgency === urgency ? this.#said.text : '';
  }

  hostUpdate(): void {
    const { key, announcement } = this.#current();
    if (key === this.#key) return;
    this.#key = key;
    this.#said = announcement;
  }

  say(announcement: Announcement): void {
    this.#said = announcement;
    this.#host.requestUpdate();
  }
}
