import type { Stack } from '@collect-payment/demo/stack';
import type { Locator, Page } from '@playwright/test';
import { StaffPage } from '../pages/staff-page.ts';

/** Where a payment is taken: a page of the clinic's with the widget on it. */
export interface Place {
  /** Comes to the page, new or again, up to where the widget is or will be. */
  open(page: Page): Promise<void>;
  /** The same, for a page that is being loaded by other means. */
  resume(page: Page): Promise<void>;
  widget(page: Page): Locator;
  readonly path: string;
  /** The scripts that bring the element. */
  readonly script: RegExp;
  readonly cents: number;
  /** The card is read here, by the host's own sale: no widget is opened. */
  readonly byReader?: true;
  /** What the clinic shows of a payment that its server has booked. */
  booked(page: Page): Locator;
}

export type Display = 'embedded' | 'popup';

export function portal({ demo }: Stack, display: Display, screen: 'simple-collect' | 'standard-collect' = 'simple-collect'): Place {
  const path = `/portal?screen=${screen}&display=${display}`;
  return {
    path,
    // Not until it is loaded: a script may be held back.
    open: async (page) => void (await page.goto(demo + path, { waitUntil: 'commit' })),
    resume: () => Promise.resolve(),
    widget: (page) => page.locator('collect-payment'),
    script: /\/widget\/collect-payment@/,
    cents: 125_00,
    booked: (page) => page.locator('#balance').getByText('$0.00'),
  };
}

/** The staff app, with a reader beside it and the widget in a frame of the broker's. */
export function frontDesk({ demo }: Stack): Place {
  const path = '/staff?reader=simulated';
  const resume = async (page: Page): Promise<void> => {
    const staff = new StaffPage(page, demo);
    await staff.pair();
    await staff
      .row('visit-1')
      .getByRole('button', { name: /^Collect/ })
      .click();
  };
  return {
    path,
    open: async (page) => {
      await page.goto(demo + path, { waitUntil: 'commit' });
      await resume(page);
    },
    resume,
    widget: (page) => page.frameLocator('collect-payment-frame iframe').locator('collect-payment'),
    script: /\/widget\/collect-payment-frame@/,
    cents: 30_00,
    booked: (page) => page.locator('tr[data-account="visit-1"]').getByText('Paid', { exact: true }),
  };
}

/** The same, with the reader waiting for a card. */
export function readerDesk(stack: Stack): Place {
  const place = frontDesk(stack);
  const resume = async (page: Page): Promise<void> => {
    const staff = new StaffPage(page, stack.demo);
    await staff.pair();
    await staff.askForCard('visit-1');
  };
  return {
    ...place,
    byReader: true,
    open: async (page) => {
      await page.goto(stack.demo + place.path, { waitUntil: 'commit' });
      await resume(page);
    },
    resume,
  };
}
