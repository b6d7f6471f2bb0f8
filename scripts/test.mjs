// `npm test`: set-up, then every gate in order of cost. Ends with one line that counts the tests.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root, run } from './bootstrap.mjs';
import { ensureEngines } from './engines.mjs';
import { secondGoesInBrowsers, secondGoesOfUnits } from './tried/second-goes.mjs';
import { triedInBrowsers } from './tried/tried-in-browsers.mjs';
import { writeTried } from './tried/write-tried.mjs';

install();
// Not a static import: Playwright exists only once the install above has run.
const { ensureChromium } = await import('./chromium.mjs');
process.env.CHROMIUM_PATH = ensureChromium();
ensureEngines();

const results = join(root, 'node_modules', '.collect-payment', 'results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

function gate(title, command, args) {
  console.log(`\n── ${title}`);
  const started = performance.now();
  const code = run(command, args, { env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` } });
  console.log(`── ${title}: ${code === 0 ? 'ok' : 'FAILED'} (${Math.round((performance.now() - started) / 1000)} s)`);
  return code === 0;
}

const scripts = [
  ['format', 'check:format'],
  ['lint', 'check:lint'],
  ['types', 'check:types'],
  ['edges', 'check:edges'],
  ['unused code', 'check:unused'],
];
const failed = scripts.filter(([title, script]) => !gate(title, 'node', ['--run', script])).map(([title]) => title);
build();

const unitReport = join(results, 'unit.json');
if (!gate('unit and component', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]))
  failed.push('unit and component');
const e2eReport = join(results, 'e2e.json');
process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = e2eReport;
if (!gate('end to end', 'playwright', ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'])) failed.push('end to end');

function count() {
  const unit = JSON.parse(readFileSync(unitReport, 'utf8'));
  const browsers = JSON.parse(readFileSync(e2eReport, 'utf8'));
  const { stats } = browsers;
  return {
    tried: [
      ...unit.testResults.flatMap((file) => file.assertionResults.flatMap(({ meta }) => meta.tried ?? [])),
      ...triedInBrowsers(browsers),
    ],
    secondGoes: [...secondGoesOfUnits(unit), ...secondGoesInBrowsers(browsers)],
    passed: unit.numPassedTests + stats.expected + stats.flaky,
    failed: unit.numFailedTests + stats.unexpected,
    skipped: unit.numPendingTests + stats.skipped,
  };
}
const counted = count();
console.log(`\n${writeTried(counted.tried).join('\n')}`);
for (const title of counted.secondGoes) console.log(`passed only at its second go: ${title}`);
console.log(failed.length === 0 ? '\nevery gate passed' : `\nfailed gates: ${failed.join(', ')}`);
console.log(
  `tests: ${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped, ${counted.secondGoes.length} only at their second go`,
);
if (failed.length > 0 || counted.passed === 0 || counted.failed > 0) process.exit(1);
