import { expect } from '@playwright/test';
import type { Place, Tab } from './tab.ts';

const widget = "document.querySelector('collect-payment')";
const shown = `${widget}.shadowRoot`;

/** A thing to press or fill in, by its words. */
const button = (root: string, words: RegExp): string =>
  `[...${root}.querySelectorAll('button')].find((each) => ${words}.test(each.getAttribute('aria-label') ?? each.textContent.trim())) ?? null`;
/** By its label, and not by its `labels`: WebKitGTK 2.50 ends its page when that list is collected after the frame it came from. */
const field = (label: string): string =>
  `[...document.querySelectorAll('label')].find((each) => each.textContent.includes('${label}'))?.control ?? null`;

/** Who pays on the portal, in any engine: by what is there to be seen and pressed. */
export class Patient {
  readonly tab: Tab;
  readonly #demo: string;
  #left = false;

  constructor(tab: Tab, demo: string) {
    this.tab = tab;
    this.#demo = demo;
  }

  async open(display: string, { screen = 'simple-collect', account = 'alvarez' } = {}): Promise<void> {
    await this.tab.goto(`${this.#demo}/portal?screen=${screen}&display=${display}&account=${account}`);
  }

  /** By a link, as it were: the driver's own way waits for a load that never comes once a page was brought back. */
  async goOn(url: string): Promise<void> {
    await this.tab.read(`void (location.href = '${url}')`).catch(() => undefined);
    await this.until(`location.href === '${url}' && document.readyState === 'complete'`);
  }

  /** Closes the tab, unless it is closed. */
  async leave(): Promise<void> {
    if (this.#left) return;
    this.#left = true;
    await this.tab.close();
  }

  /** Waits until an expression is true in the page. A page on its way is no answer. */
  async until(expression: string, place: Place = this.tab): Promise<void> {
    await expect
      .poll(() => place.read<boolean>(`Boolean(${expression})`).catch(() => false), { message: expression, timeout: 60_000 })
      .toBe(true);
  }

  /** Waits until the widget shows the words. */
  shows(words: RegExp): Promise<void> {
    return this.until(`${words}.test(${shown}?.querySelector('[part=card]')?.textContent)`);
  }

  async press(words: RegExp): Promise<void> {
    await this.until(button(shown, words));
    await this.tab.click(button(shown, words));
  }

  /** InstaMed's page in the widget's frame, once it is there. */
  async frame(): Promise<Place> {
    await this.until(`${shown}?.querySelector('iframe')`);
    const frame = await this.tab.frame(`${shown}.querySelector('iframe')`);
    await this.until(`${field('Card number')}?.checkVisibility()`, frame);
    return frame;
  }

  /** InstaMed's page in a window of its own. */
  async window(): Promise<Tab> {
    await this.shows(/open in its own window/);
    const popup = await this.tab.popup();
    await this.until(`${field('Card number')}?.checkVisibility()`, popup);
    return popup;
  }

  async pay(place: Place): Promise<void> {
    await this.until(`${field('Card number')}?.checkVisibility()`, place);
    await place.type(field('Card number'), '4111111111111111');
    await place.type(field('Expiry'), '12/39');
    await place.type(field('Security code'), '123');
    await place.click(button('document', /^Collect/));
  }

  /** How often this page was told that its payment is settled, by the log that it shows. */
  async settlements(): Promise<number> {
    await this.until(`document.querySelector('#log li[data-event="payment-settled"]')`);
    return this.tab.read<number>(`document.querySelectorAll('#log li[data-event="payment-settled"]').length`);
  }

  balance(amount: string): Promise<void> {
    return this.until(`document.getElementById('balance')?.textContent === '${amount}'`);
  }
}
