import type { Locator, Page } from '@playwright/test';
import { HostedScreen } from './hosted-screen.ts';

export interface PortalChoice {
  readonly account?: 'alvarez' | 'obrien' | 'chen';
  readonly screen?: 'standard-collect' | 'simple-collect' | 'consumer-payment' | 'save-on-file';
  readonly sso?: 'saml' | 'nvp';
  readonly display?: 'embedded' | 'incontext' | 'popup' | 'redirect';
  readonly lang?: 'en' | 'es';
}

export interface LoggedEvent {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The patient portal: a statement, and the widget beside it. */
export class PortalPage {
  readonly page: Page;
  readonly widget: Locator;
  readonly balance: Locator;
  readonly #origin: string;
  #choice: PortalChoice = {};

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
    this.widget = page.locator('collect-payment');
    this.balance = page.locator('#balance');
  }

  async open(choice: PortalChoice = {}): Promise<void> {
    this.#choice = choice;
    await this.page.goto(`${this.#origin}/portal?${new URLSearchParams(choice as Record<string, string>).toString()}`);
  }

  /** Presses the widget's button and returns the screen that opens. */
  async start(): Promise<HostedScreen> {
    const opening = this.#choice.display === 'popup' ? this.page.waitForEvent('popup') : undefined;
    await this.widget.getByRole('button', { name: /^(Pay |Pagar |Save a card|Guardar una tarjeta)/ }).click();
    const popup = await opening;
    return new HostedScreen(popup ?? this.widget.locator('iframe').contentFrame());
  }

  /** What the page was told, oldest first, by the log it shows. */
  async events(name?: string): Promise<readonly LoggedEvent[]> {
    const items = await Promise.all(
      (await this.page.locator('#log li').all()).map(async (item) => ({
        name: (await item.getAttribute('data-event')) ?? '',
        text: (await item.locator('span').textContent()) ?? '',
      })),
    );
    return items
      .toReversed()
      .filter((item) => name === undefined || item.name === name)
      .map((item) => ({ name: item.name, detail: JSON.parse(item.text.slice(item.text.indexOf('{'))) as LoggedEvent['detail'] }));
  }

  /** Waits until the page was told that the payment is settled, and returns every such event: there is to be one. */
  async settled(): Promise<readonly LoggedEvent[]> {
    await this.page.locator('#log li[data-event="payment-settled"]').first().waitFor();
    return this.events('payment-settled');
  }

  /** Waits for a state of the widget by the words it shows. */
  shows(words: string | RegExp): Locator {
    return this.widget.getByText(words).first();
  }
}
