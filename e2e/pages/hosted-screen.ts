import type { FrameLocator, Page } from '@playwright/test';

export interface TestCard {
  readonly number: string;
  readonly expiry: string;
  readonly securityCode: string;
}

/** A Visa that is in date for as long as the sandbox's clock is this side of the year 2040. */
export const visa: TestCard = { number: '4111111111111111', expiry: '12/39', securityCode: '123' };

/** Staff collect, patients pay, and either saves a card. */
const submit = /^(Collect|Pay|Save) /;

/** InstaMed's screen, in a frame of the page or in a window of its own. */
export class HostedScreen {
  readonly root: FrameLocator | Page;

  constructor(root: FrameLocator | Page) {
    this.root = root;
  }

  /** Types a card and submits it. */
  async pay(card: TestCard = visa): Promise<void> {
    const number = this.root.getByLabel('Card number');
    // Where a reader is named the fields to type in are folded up below it.
    const typing = this.root.getByText('Type the card instead');
    await typing.or(number).first().waitFor();
    if (!(await number.isVisible())) await typing.click();
    await number.fill(card.number);
    await this.root.getByLabel('Expiry').fill(card.expiry);
    await this.root.getByLabel('Security code').fill(card.securityCode);
    await this.root.getByRole('button', { name: submit }).click();
  }

  async shown(): Promise<void> {
    await this.root.getByRole('button', { name: submit }).waitFor();
  }

  /** Leaves the receipt that Standard Collect shows. */
  async closeReceipt(): Promise<void> {
    await this.root.locator('[data-leave]').click();
  }

  async cancel(): Promise<void> {
    await this.root.getByRole('button', { name: 'Cancel' }).click();
  }
}
