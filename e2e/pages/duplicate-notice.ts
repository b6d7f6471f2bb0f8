import type { Locator, Page } from '@playwright/test';

/** What a page of the clinic's shows instead of the widget when an earlier payment is in the way. */
export class DuplicateNotice {
  readonly root: Locator;
  /** Back to the earlier payment; "Check again" where it is not the clinic's to show. */
  readonly back: Locator;
  /** A new payment all the same. */
  readonly anew: Locator;

  constructor(page: Page) {
    this.root = page.locator('.notice');
    this.back = this.root.getByRole('button').first();
    this.anew = this.root.getByRole('button').last();
  }
}
