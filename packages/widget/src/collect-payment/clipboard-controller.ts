import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Copies a reference and remembers which, so that the button can say so. */
export class ClipboardController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  copied: string | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.copied = undefined;
  }

  async copy(reference: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(reference);
      this.copied = reference;
      this.#host.requestUpdate();
    } catch {
      // Not allowed here (an iframe without clipboard-write): the reference stays on the screen to be selected by hand.
    }
  }
}
