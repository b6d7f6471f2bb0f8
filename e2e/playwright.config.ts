import { defineConfig } from '@playwright/test';
// @ts-expect-error plain JavaScript, shared with the set-up scripts, which run before TypeScript is installed
import { findChromium, launchArguments } from '../scripts/chromium.mjs';

export default defineConfig({
  testDir: 'tests',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // `npm test` names every test that needed its second go.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  use: {
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium() as string,
      args: launchArguments as string[],
      // As people have it: windows that no click asked for are blocked, and pages are kept for "back".
      ignoreDefaultArgs: ['--disable-popup-blocking', '--disable-back-forward-cache'],
    },
  },
});
