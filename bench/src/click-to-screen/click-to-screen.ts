import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Frame, type FrameLocator, type Page } from 'playwright';
// @ts-expect-error plain JavaScript, shared with the set-up scripts, which run before TypeScript is installed
import { ensureChromium, launchArguments } from '../../../scripts/chromium.mjs';
import type { Figure } from '../figure.ts';
import { compareRounds, countedRounds } from '../rounds.ts';
import { DemoProcess } from './demo-process.ts';
import { listenForClick, openDirectly, readClick, readLaunch, readShown } from './in-the-page.ts';

/** One payment page opened by the widget, and the same address opened by nothing but a frame. Milliseconds. */
interface Round {
  /** From the click to the first paint of InstaMed's page. */
  readonly byWidget: number;
  /** The widget's own part of it: neither the broker's launch nor InstaMed's page. */
  readonly own: number;
  /** From the frame's creation to its first paint. */
  readonly direct: number;
}

const at = (frame: Frame | Page, script: string) => frame.evaluate<number>(script);

/** When InstaMed's page in a frame was painted, once it can be used. */
async function shownAt(page: Page, { sandbox }: DemoProcess, within: FrameLocator): Promise<number> {
  await within.getByRole('button', { name: /^Collect/ }).waitFor();
  const frame = page.frames().find((one) => one.url().startsWith(sandbox));
  if (frame === undefined) throw new Error('The page of the sandbox is in no frame.');
  return at(frame, readShown);
}

async function goRound(page: Page, demo: DemoProcess): Promise<Round> {
  await page.goto(`${demo.url}/playground`);
  await page.getByRole('button', { name: 'New payment' }).click();
  const pay = page.locator('#place collect-payment').getByRole('button', { name: 'Pay $125.00' });
  await pay.waitFor();
  await page.evaluate(listenForClick);
  const launched = page.waitForResponse((response) => response.url().endsWith('/launch'));
  await pay.click();
  const { url } = (await (await launched).json()) as { readonly url: string };
  const widgetShownAt = await shownAt(page, demo, page.locator('#place collect-payment').locator('iframe').contentFrame());
  const clickedAt = await at(page, readClick);
  const launch = await page.evaluate<{ askedAt: number; answeredAt: number; openedAt: number }>(readLaunch(demo.sandbox));

  // A page of the same origin and policy, with nothing on it.
  await page.goto(`${demo.url}/docs/security`);
  const openedAt = await at(page, openDirectly(url));
  const direct = (await shownAt(page, demo, page.frameLocator('body > iframe'))) - openedAt;
  return {
    byWidget: widgetShownAt - clickedAt,
    own: launch.askedAt - clickedAt + (launch.openedAt - launch.answeredAt),
    direct,
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
const ms = (values: readonly number[]): string => `${median(values).toFixed(1)} ms`;

/** From the click to the hosted screen, beside the same address opened in a bare frame, in turn, in one Chromium. */
export async function measureClickToScreen(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'click-to-screen-'));
  const demo = await DemoProcess.start(folder);
  const browser = await chromium.launch({ executablePath: ensureChromium() as string, args: launchArguments as string[] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const rounds: Round[] = [];
    for (let round = -2; round < countedRounds; round += 1) {
      const result = await goRound(page, demo);
      if (round >= 0) rounds.push(result);
    }
    const [byWidget, own, direct] = (['byWidget', 'own', 'direct'] as const).map((part) => rounds.map((round) => round[part])) as [
      number[],
      number[],
      number[],
    ];
    const comparedTo = `the same address opened in a bare frame, ${ms(direct)}`;
    return [
      { measured: `the widget's own time from the click on, ${ms(own)}`, comparedTo, ...compareRounds(own, direct), better: 'lower' },
      {
        measured: `from the click to InstaMed's page, the broker's sign-on within, ${ms(byWidget)}`,
        comparedTo,
        ...compareRounds(byWidget, direct),
        better: 'lower',
      },
    ];
  } finally {
    await browser.close();
    await demo.stop();
    await rm(folder, { recursive: true });
  }
}
