import { writeTried } from './write-tried.mjs';

/** Prints at the end of a run what the tests say they have tried. */
export default class TriedReporter {
  onTestRunEnd(modules) {
    const lines = modules.flatMap((module) => [...module.children.allTests('passed')].flatMap((test) => test.meta().tried ?? []));
    if (lines.length > 0) console.log(`\n${writeTried(lines).join('\n')}`);
  }
}
