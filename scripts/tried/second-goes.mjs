import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { specsOf } from './specs-of.mjs';

// The tests that failed once and passed when they were run again: each is a race, in the test or in the product.

/** Of Vitest's JSON report: a test that has passed keeps what its first go failed with. */
export const secondGoesOfUnits = ({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(({ fullName, failureMessages }) => `${relative('.', name)} › ${fullName}: ${firstLine(failureMessages[0])}`),
  );

/** Of Playwright's JSON report. */
export const secondGoesInBrowsers = (report) =>
  specsOf(report)
    .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    .map(({ file, title, tests }) => `${file} › ${title}: ${firstLine(firstError(tests))}`);

const firstError = (tests) => tests.flatMap(({ results }) => results).find(({ error }) => error !== undefined)?.error.message;
const firstLine = (text = '') => stripVTControlCharacters(text).split('\n', 1)[0];
