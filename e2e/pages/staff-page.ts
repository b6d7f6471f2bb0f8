import type { Locator, Page } from '@playwright/test';

/** The staff app with its card reader. */
export class StaffPage {
  readonly page: Page;
  readonly readerState: Locator;
  readonly missing: Locator;
  readonly news: Locator;
  readonly #origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
    this.readerState = page.locator('#reader-state');
    this.missing = page.locator('#reader-lines');
    this.news = page.locator('#reader-news');
  }

  async open(reader: 'simulated' | 'own' = 'simulated'): Promise<void> {
    await this.page.goto(`${this.#origin}/staff?reader=${reader}`);
  }

  async pair(): Promise<void> {
    await this.page.getByRole('button', { name: 'Pair a reader' }).click();
    await this.readerState.getByText('is ready').waitFor();
  }

  row(visit: string): Locator {
    return this.page.locator(`tr[data-account="${visit}"]`);
  }

  /** Asks the reader for a card, and waits until it does. */
  async askForCard(visit: string): Promise<void> {
    await this.row(visit)
      .getByRole('button', { name: /^Read a card/ })
      .click();
    await this.news.getByText('Insert, tap or swipe the card.').waitFor();
  }

  /** A button of the simulated reader. */
  async press(name: string): Promise<void> {
    await this.page.locator('#simulated').getByRole('button', { name, exact: true }).click();
  }
}
