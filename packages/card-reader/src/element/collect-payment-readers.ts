import { describeReaders, preflight, type ReaderState, type ReaderWatch } from '../preflight/index.ts';

interface Session {
  readonly screen: string;
  readonly outcome?: object;
}

/** As much of `<collect-payment>` as is looked at. */
type Widget = HTMLElement & { readonly session?: Session };

/**
 * Says in the card of the `<collect-payment>` around it, beside its button, whether InstaMed's page will find a card reader, and which line is missing where the
 * page may not see any: `<collect-payment-readers slot="for">`. For Simple Collect only, which engages the reader by itself. It opens none and holds none, and the
 * button works whatever it says.
 */
export class CollectPaymentReaders extends HTMLElement {
  readonly #state = document.createElement('p');
  readonly #lines = document.createElement('pre');
  readonly #pair = document.createElement('button');
  #life = new AbortController();
  #watch: ReaderWatch | undefined;

  constructor() {
    super();
    this.#state.setAttribute('role', 'status');
    this.#lines.tabIndex = 0;
    this.#lines.setAttribute('aria-label', 'What is missing');
    this.#pair.type = 'button';
    this.#pair.textContent = 'Pair a reader';
    this.#pair.addEventListener('click', () => void this.#watch?.pair());
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styles()];
    root.append(this.#state, this.#lines, this.#pair);
  }

  connectedCallback(): void {
    this.#life = new AbortController();
    this.hidden = true;
    const widget = this.closest<Widget>('collect-payment');
    const follow = (session: Session | undefined): void => this.#follow(session);
    widget?.addEventListener('payment-state-change', (event) => follow((event as Event & { readonly session?: Session }).session), {
      signal: this.#life.signal,
    });
    follow(widget?.session);
  }

  disconnectedCallback(): void {
    this.#life.abort();
    this.#follow(undefined);
  }

  /** A payment that has ended wants no reader. */
  #follow(session: Session | undefined): void {
    const wanted = session?.screen === 'simple-collect' && session.outcome === undefined;
    if (wanted) this.#watch ??= preflight((state) => this.#show(state));
    else {
      this.#watch?.stop();
      this.#watch = undefined;
      this.hidden = true;
    }
  }

  #show(state: ReaderState): void {
    const { readers, trouble } = state;
    const lines = trouble?.type === 'policy' ? trouble.lines : [];
    this.#state.textContent = describeReaders(state);
    this.#lines.textContent = lines.join('\n');
    this.#lines.hidden = lines.length === 0;
    this.#pair.hidden = trouble !== undefined || readers.length > 0;
    this.hidden = false;
  }
}

/** Constructed, so that a strict `style-src` has nothing to refuse. */
function styles(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ':host{display:block;font-size:.875em}:host([hidden]),[hidden]{display:none}p{margin:0 0 .5em}pre{margin:0 0 .5em;overflow-x:auto}' +
      'button{font:inherit;color:inherit;background:none;border:1px solid;border-radius:.5em;min-block-size:44px;padding-inline:1em;cursor:pointer}',
  );
  return sheet;
}

if (!customElements.get('collect-payment-readers')) customElements.define('collect-payment-readers', CollectPaymentReaders);
