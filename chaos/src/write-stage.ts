import type { StageResult } from './stage.ts';
import type { Rule } from './oracle/evidence.ts';

/** One line of counts. */
export function writeStage(stage: string, result: StageResult): string {
  const { trouble, violations } = result;
  const broken = (rule: Rule) => violations.filter((violation) => violation.rule === rule).length;
  const named: ReadonlySet<Rule> = new Set(['I1 no silent payment', 'I2 nothing twice', 'I3 no cross-talk', 'I9 nothing stuck']);
  const parts = [
    `${trouble.kills} kills`,
    `${trouble.stops} stops`,
    `${trouble.drains} drains`,
    `${trouble.cuts} database cuts`,
    `${trouble.databaseCrashes} database crashes`,
    `${trouble.diskFills} full disks`,
    `${trouble.toxics} toxics (${result.brokenConnections} connections broken)`,
    `${trouble.skewedClocks} wrong clocks`,
    `${trouble.faults} faults armed`,
    `${trouble.moods} host troubles`,
    `${result.deaths} deaths (${result.hungStarts} hung starts)`,
    `${result.sessions} sessions`,
    `${result.payments} payments`,
    `${result.told} told`,
    `${result.flagged} flagged`,
    `${result.webhooks} webhooks (${result.repeatedWebhooks} repeats)`,
    `${result.duplicatePolls} duplicate polls`,
    `${result.logLines} log lines`,
    `${broken('I1 no silent payment')} lost`,
    `${broken('I2 nothing twice')} twice`,
    `${broken('I3 no cross-talk')} cross-talk`,
    `${broken('I9 nothing stuck')} stuck`,
    `${violations.filter(({ rule }) => !named.has(rule)).length} other`,
    `${result.seconds} s`,
  ];
  return `${stage}: ${parts.join(', ')}`;
}
