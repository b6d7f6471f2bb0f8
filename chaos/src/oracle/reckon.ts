import type { Evidence, Violation } from './evidence.ts';
import { reckonMoney } from './money.ts';
import { judgePollers } from './pollers.ts';
import { judgeSessions } from './sessions.ts';

export interface Reckoning {
  readonly payments: number;
  readonly told: number;
  readonly flagged: number;
  readonly duplicatePolls: number;
  readonly violations: readonly Violation[];
}

/** The reckoning, when nothing moves any more. Pure: what it is given decides. */
export function reckon(evidence: Evidence): Reckoning {
  const { payments, told, flagged, violations } = reckonMoney(evidence);
  const { duplicates, violations: ofPollers } = judgePollers(evidence);
  return { payments, told, flagged, duplicatePolls: duplicates, violations: [...violations, ...judgeSessions(evidence), ...ofPollers] };
}
