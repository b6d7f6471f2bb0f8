import type { Stack } from '@collect-payment/demo/stack';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { askBroker, sessionsSince, type Session } from '../fixtures/clinic-server.ts';
import type { SandboxControl } from '../fixtures/sandbox.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';
import { StaffPage } from '../pages/staff-page.ts';
import type { Place } from './place.ts';
import { recordDocuments, type Record as Heard } from './record.ts';

/** What the widget may show while the broker says so. A page shows nothing of a payment before its scripts are there. */
const truths: Readonly<Record<string, RegExp>> = {
  none: /^(loading|idle|cannot-start)$/,
  created: /^(loading|idle|launching|blocked|cannot-start)$/,
  launching: /^(launching|elsewhere|loading|cannot-start)$/,
  open: /^(loading|launching|open|elsewhere|closed|confirming|cannot-start)$/,
  confirming: /^(loading|confirming)$/,
  approved: /^(loading|confirming|approved)$/,
};

/** What a person presses to get on, by what the widget shows. */
const onward: Readonly<Record<string, RegExp>> = {
  idle: /^(Pay|Collect) /,
  elsewhere: /^Take over$/,
  closed: /^Start again$/,
  blocked: /^Open here$/,
  'cannot-start': /^Try again$/,
};

export interface WorldParts {
  readonly stack: Stack;
  readonly sandbox: SandboxControl;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly place: Place;
  readonly start: Start;
}

/** How the payment page comes to be opened: up to the launch. */
export type Start = (world: World) => Promise<void>;

/** One payment, the person who makes it, and those who know what became of it. */
export class World {
  readonly stack: Stack;
  readonly sandbox: SandboxControl;
  readonly context: BrowserContext;
  readonly place: Place;
  readonly start: Start;
  readonly heard: Heard;
  readonly sessions: () => Promise<readonly Session[]>;
  /** The page that the person looks at now. */
  page: Page;
  /** The window of the payment page, where it has one. */
  popup: Page | undefined;
  /** The person has paid, and would not pay again. */
  paid = false;

  private constructor(parts: WorldParts, heard: Heard, sessions: () => Promise<readonly Session[]>) {
    ({ stack: this.stack, sandbox: this.sandbox, context: this.context, page: this.page, place: this.place, start: this.start } = parts);
    this.heard = heard;
    this.sessions = sessions;
  }

  static async begin(parts: WorldParts): Promise<World> {
    await parts.sandbox.reset();
    const heard = await recordDocuments(parts.context);
    const world = new World(parts, heard, await sessionsSince(parts.stack));
    world.watch(parts.page);
    return world;
  }

  /** The person looks at another page from here on. */
  moveTo(page: Page): void {
    this.page = page;
    this.watch(page);
  }

  watch(page: Page): void {
    page.on('popup', (popup) => {
      this.popup = popup;
    });
  }

  /** The status of the payment at the broker; `none` before there is a session. */
  async status(): Promise<string> {
    const sessions = await this.sessions();
    return sessions.find(({ status }) => status !== 'canceled')?.status ?? 'none';
  }

  /** Has the broker look now rather than at its next poll. */
  async look(): Promise<void> {
    for (const { id } of await this.sessions()) await askBroker(this.stack, `/payment-sessions/${id}/check`, {});
  }

  /** What the widget shows, by its name; undefined while there is no element. */
  async view(page: Page = this.page): Promise<string | undefined> {
    const widget = this.place.widget(page);
    if ((await widget.count()) === 0) return undefined;
    return widget.evaluate((element) => (element as unknown as { view?: { name: string } }).view?.name);
  }

  /** Waits for one of the views. */
  async shows(views: RegExp, page: Page = this.page): Promise<string> {
    await expect.poll(async () => (await this.view(page)) ?? '').toMatch(views);
    return (await this.view(page)) ?? '';
  }

  async press(name: RegExp, page: Page = this.page): Promise<void> {
    await this.place.widget(page).getByRole('button', { name }).click();
  }

  /** InstaMed's page, in its window or in the widget's frame. */
  hosted(page: Page = this.page): HostedScreen {
    const popup = this.popup?.isClosed() === false ? this.popup : undefined;
    return new HostedScreen(popup ?? this.place.widget(page).locator('iframe').contentFrame());
  }

  /** The widget shows nothing that the broker does not say, and says nothing of money but what the broker says. */
  async judgeView(page: Page = this.page): Promise<void> {
    await expect
      .poll(async () => {
        const status = await this.status();
        const view = (await this.view(page)) ?? 'loading';
        // Asked again, lest the two be of two moments.
        return (await this.status()) === status && truths[status]?.test(view) === true ? 'the truth' : `${status} shown as ${view}`;
      })
      .toBe('the truth');
  }

  /** The person goes on from what the widget shows until it says that the payment is made. */
  async finish(page: Page = this.page): Promise<void> {
    if (this.place.byReader) return this.#finishByReader(page);
    for (let step = 0; step < 6; step += 1) {
      const view = await this.shows(
        this.paid ? /^(approved|cannot-start)$/ : /^(idle|elsewhere|closed|blocked|cannot-start|open|approved)$/,
        page,
      );
      if (view === 'approved') return;
      const name = onward[view];
      if (name !== undefined) await this.press(name, page);
      else if (this.popup?.isClosed() === true && (await this.hasNoFrame(page))) await this.press(/^Open it here instead$/, page);
      else await this.payHere(page);
    }
    throw new Error(`still ${await this.view(page)} after six steps`);
  }

  async hasNoFrame(page: Page): Promise<boolean> {
    return (await this.place.widget(page).locator('iframe').count()) === 0;
  }

  async #finishByReader(page: Page): Promise<void> {
    if (this.paid) return;
    this.paid = true;
    const staff = new StaffPage(page, this.stack.demo);
    const waiting = staff.news.getByText('Insert, tap or swipe the card.');
    const again = page.getByRole('button', { name: 'Done' });
    await waiting.or(again).first().waitFor();
    if (await again.isVisible()) {
      await again.click();
      await staff.askForCard('visit-1');
    }
    await staff.press('Insert card');
    await expect(staff.news).toHaveText('Approved.');
    await again.click();
  }

  /** Pays on InstaMed's page. */
  async payHere(page: Page = this.page): Promise<void> {
    this.paid = true;
    await this.hosted(page).pay();
  }
}
