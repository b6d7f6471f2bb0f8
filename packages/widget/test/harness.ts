import type { PaymentSessionView } from '@collect-payment/contract';
import '../src/define.ts';
import type { CollectPayment } from '../src/collect-payment/collect-payment.ts';
import type { PaymentErrorEvent } from '../src/events/payment-error.ts';
import type { PaymentSettledEvent } from '../src/events/payment-settled.ts';
import type { PaymentStateChangeEvent } from '../src/events/payment-state-change.ts';
import { BrokerPeer, brokerUrl } from './broker-peer.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { sampleLaunch, sampleReceipt, sampleSession } from './samples.ts';

/** The page around the element, driven with a person's verbs. */
export class Clinic {
  /** Where the next element goes. */
  static place: Element = document.body;

  readonly clock = new ManualClock();
  readonly broker: BrokerPeer;
  readonly element: CollectPayment;
  readonly settled: PaymentSettledEvent[] = [];
  readonly changes: PaymentStateChangeEvent[] = [];
  readonly errors: PaymentErrorEvent[] = [];
  readonly left: string[] = [];
  /** The next popup; null is what a blocked one looks like. */
  popup: Window | null = null;

  constructor(session: PaymentSessionView = sampleSession()) {
    this.broker = new BrokerPeer(session, sampleLaunch(this.clock.iso(15 * 60_000)));
    this.broker.receipt = sampleReceipt;
    this.element = document.createElement('collect-payment');
    this.element.environment = {
      fetch: this.broker.fetch,
      now: this.clock.now,
      wait: this.clock.wait,
      openWindow: () => this.popup,
      navigate: (url) => this.left.push(url),
    };
    this.element.broker = brokerUrl;
    this.element.sessionUrl = '/collect';
    this.element.display = 'embedded';
    this.element.audience = 'staff';
    this.element.addEventListener('payment-settled', (event) => this.settled.push(event));
    this.element.addEventListener('payment-state-change', (event) => this.changes.push(event));
    this.element.addEventListener('payment-error', (event) => this.errors.push(event));
  }

  /** Puts the element into the page and waits until it has something to show. */
  async open(): Promise<this> {
    Clinic.place.append(this.element);
    await this.rest();
    return this;
  }

  async rest(): Promise<void> {
    await settle();
    await this.element.updateComplete;
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
    await this.rest();
  }

  /** What happens at the broker, told down the stream. */
  async happens(session: PaymentSessionView): Promise<void> {
    this.broker.change(session);
    await this.rest();
  }

  get root(): ShadowRoot {
    const { shadowRoot } = this.element;
    if (!shadowRoot) throw new Error('not rendered');
    return shadowRoot;
  }

  /** The words on the card, as they stand. */
  get words(): string {
    return (this.root.querySelector('[part=card]')?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  }

  get said(): { polite: string; assertive: string } {
    const text = (selector: string): string => this.root.querySelector(selector)?.textContent?.trim() ?? '';
    return { polite: text('[role=status]'), assertive: text('[role=alert]') };
  }

  get buttons(): string[] {
    return [...this.root.querySelectorAll('button')].map((each) => each.getAttribute('aria-label') ?? each.textContent.trim());
  }

  get frame(): HTMLIFrameElement | null {
    return this.root.querySelector('[part=frame]');
  }

  get focused(): string {
    const active = this.root.activeElement;
    return active?.tagName === 'IFRAME' ? 'frame' : (active?.textContent?.trim() ?? '');
  }

  button(name: string): HTMLButtonElement {
    const found = [...this.root.querySelectorAll('button')].find(
      (each) => (each.getAttribute('aria-label') ?? each.textContent.trim()) === name,
    );
    if (!found) throw new Error(`no button "${name}" among: ${this.buttons.join(', ')}`);
    return found;
  }

  async press(name: string): Promise<void> {
    this.button(name).click();
    await this.rest();
  }

  /** A message as the browser would deliver it. */
  async hears(data: unknown, origin: string, source: MessageEventSource | null | undefined = this.frame?.contentWindow): Promise<void> {
    window.dispatchEvent(new MessageEvent('message', { data, origin, source: source ?? null }));
    await this.rest();
  }

  close(): void {
    this.element.remove();
  }
}
