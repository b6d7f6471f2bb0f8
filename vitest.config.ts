import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
// @ts-expect-error plain JavaScript, shared with the set-up scripts, which run before TypeScript is installed
import { findChromium, launchArguments } from './scripts/chromium.mjs';

// What tests make up by chance is the same in every run; other seeds, and more of everything, are for whoever asks.
const trying = { seed: Number(process.env['TRY_SEED'] ?? 20_261), factor: Number(process.env['TRY_FACTOR'] ?? 1) };
const provide = { trying };
// Only what hangs takes as long, however busy the machine is: no test is a measurement. `npm test` names every test that needed its second go.
const patience = { testTimeout: 120_000, hookTimeout: 120_000, retry: 1, expect: { poll: { timeout: 60_000 } } };

export default defineConfig({
  test: {
    reporters: ['default', './scripts/tried/reporter.mjs'],
    projects: [
      {
        test: {
          name: 'node',
          provide,
          ...patience,
          environment: 'node',
          include: [
            'packages/{card-reader,contract,protocol,sandbox,sso-broker,verify-page}/{src,test}/**/*.test.ts',
            'demo/{src,test}/**/*.test.ts',
            'simulation/test/**/*.test.ts',
            'chaos/test/**/*.test.ts',
            'scripts/**/*.test.ts',
            'docs/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.postgres.test.ts'],
        },
      },
      {
        test: {
          name: 'postgres',
          provide,
          ...patience,
          environment: 'node',
          include: ['packages/sso-broker/{src,test}/**/*.postgres.test.ts', 'chaos/test/**/*.postgres.test.ts'],
          globalSetup: ['packages/sso-broker/test/postgres/global-setup.ts'],
        },
      },
      {
        root: 'packages/widget',
        // Named beforehand: Vite reloads a running test when it first meets a dependency on the way.
        optimizeDeps: { include: ['lit', 'axe-core', 'fast-check'] },
        test: {
          name: 'widget',
          provide,
          ...patience,
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: findChromium(), args: launchArguments } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
