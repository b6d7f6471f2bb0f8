import { writeTable, type Figure } from './figure.ts';
import { countedRounds } from './rounds.ts';
import { measureSamlIssuing } from './saml-issuing.ts';
import { measureTokenStatusPolling } from './token-status-polling.ts';
import { measureWidgetSize } from './widget-size.ts';

const measurements: readonly (readonly [name: string, measure: () => Promise<readonly Figure[]>])[] = [
  ['SAML issuing', measureSamlIssuing],
  ['token-status polling', measureTokenStatusPolling],
  ['widget size', measureWidgetSize],
];

const figures: Figure[] = [];
for (const [name, measure] of measurements) {
  console.error(`· measuring ${name}`);
  try {
    figures.push(...(await measure()));
  } catch (error) {
    // The others are still worth having; the exit code says that this one is missing.
    console.error(`${name} could not be measured:`, error);
    process.exitCode = 1;
  }
}
console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}. CPU time, user and system; medians of ${countedRounds} alternating rounds.\n`,
);
console.log(writeTable(figures));
