import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type LaunchOptions } from '@playwright/test';

/** 2 is "block" among Chromium's content settings. Storage goes with cookies there: `localStorage` throws. */
const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };

/** A browser of its own that keeps no cookie of anybody, as one that blocks those of third parties keeps none of a frame. */
export async function withoutCookies(options: LaunchOptions, use: (context: BrowserContext) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'collect-payment-browser-'));
  await mkdir(join(folder, 'Default'));
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, options);
  await use(context);
  await context.close();
  await rm(folder, { recursive: true, force: true });
}
