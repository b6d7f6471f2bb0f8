import { parseArgs } from 'node:util';
import { measureClickToScreen } from './click-to-screen/click-to-screen.ts';
import { writeTable, type Figure } from './figure.ts';
import { measureLaunches } from './launches.ts';
import { measurePolls } from './polls.ts';
import { measureReconciliation } from './reconcile.ts';
import { measureRestart } from './restart.ts';
import { countedRounds } from './rounds.ts';
import { measureSamlIssuing } from './saml-issuing.ts';
import { measureSlowConnections } from './slow-connections/slow-connections.ts';
import { measureStreams } from './streams/held-streams.ts';
import { measureTokenStatusPolling } from './token-status-polling.ts';
import { measureWidgetSize } from './widget-size.ts';

interface Measurement {
  readonly name: string;
  readonly measure: (sessions: number) => Promise<readonly Figure[]>;
  /** Takes minutes: only when it is asked for by name. */
  readonly onlyByName?: true;
}

const measurements: readonly Measurement[] = [
  { name: 'saml', measure: measureSamlIssuing },
  { name: 'poll-cost', measure: measureTokenStatusPolling },
  { name: 'launches', measure: measureLaunches },
  { name: 'polls', measure: measurePolls },
  { name: 'streams', measure: measureStreams },
  { name: 'slow', measure: measureSlowConnections },
  { name: 'widget', measure: measureWidgetSize },
  { name: 'click', measure: measureClickToScreen },
  { name: 'reconcile', measure: measureReconciliation, onlyByName: true },
  { name: 'restart', measure: measureRestart, onlyByName: true },
];

const { positionals: asked, values } = parseArgs({
  allowPositionals: true,
  options: { sessions: { type: 'string', default: '10000' } },
});
const sessions = Number(values.sessions);
const unknown = asked.filter((name) => !measurements.some((measurement) => measurement.name === name));
if (unknown.length > 0 || !Number.isSafeInteger(sessions) || sessions < 1) {
  console.error(`npm run bench -- [${measurements.map(({ name }) => name).join('] [')}] [--sessions 10000]`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const { name, measure, onlyByName } of measurements) {
  if (asked.length === 0 ? onlyByName === true : !asked.includes(name)) continue;
  console.error(`· measuring ${name}`);
  try {
    figures.push(...(await measure(sessions)));
  } catch (error) {
    // The others are still worth having; the exit code says that this one is missing.
    console.error(`${name} could not be measured:`, error);
    process.exitCode = 1;
  }
}
console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}. Where there are rounds the ratio is their median: ${countedRounds} of them, taken in turn; 7 for \`polls\`.\n`,
);
console.log(writeTable(figures));
