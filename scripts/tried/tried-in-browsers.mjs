import { specsOf } from './specs-of.mjs';

/**
 * What the tests of Playwright's JSON report say they have tried: each `{ surface, count, what }` in annotations of the type `tried`, and the cells
 * of docs/browser-faults.md that were gone through, each named by an annotation of the type `cell`, as one line.
 */
export function triedInBrowsers(report) {
  const annotations = annotationsOf(report);
  const told = annotations.filter(({ type }) => type === 'tried').map(({ description }) => JSON.parse(description));
  const cells = new Set(annotations.filter(({ type }) => type === 'cell').map(({ description }) => description));
  return cells.size === 0 ? told : [...told, { surface: 'the page in trouble', count: cells.size, what: 'of 88 moments and happenings' }];
}

const annotationsOf = (report) => specsOf(report).flatMap(({ tests }) => tests.flatMap(({ annotations }) => annotations));
