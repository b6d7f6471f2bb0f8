import type { FaultKind } from './faults.ts';
import type { Violation } from './oracle/oracle.ts';
import type { WorldResult } from './world.ts';

export interface Failure {
  readonly seed: number;
  readonly violation: Violation;
}

/** What many worlds came to. Plain, so that it can go between threads. */
export interface Tally {
  worlds: number;
  sessions: number;
  payments: number;
  flagged: number;
  events: number;
  crashes: number;
  /** Worlds with two brokers on one store. */
  shared: number;
  takeovers: number;
  /** Those that a host has accepted. */
  webhooks: number;
  /** Voids and refunds that were asked for. */
  reversals: number;
  /** Sales by a card reader that were sent. */
  sales: number;
  /** Worlds whose whole history was the same on the simulated disk and on a real SQLite file. */
  compared: number;
  readonly faults: Map<FaultKind, number>;
  readonly failures: Failure[];
}

export function emptyTally(): Tally {
  return {
    worlds: 0,
    sessions: 0,
    payments: 0,
    flagged: 0,
    events: 0,
    crashes: 0,
    shared: 0,
    takeovers: 0,
    webhooks: 0,
    reversals: 0,
    sales: 0,
    compared: 0,
    faults: new Map(),
    failures: [],
  };
}

export function countWorld(tally: Tally, seed: number, result: WorldResult): void {
  tally.worlds += 1;
  tally.sessions += result.sessions;
  tally.payments += result.payments;
  tally.flagged += result.flagged;
  tally.events += result.events;
  tally.crashes += result.crashes;
  tally.webhooks += result.webhooks;
  tally.reversals += result.reversals;
  tally.sales += result.sales;
  tally.takeovers += result.takeovers;
  tally.shared += result.brokers > 1 ? 1 : 0;
  addFaults(tally, result.faults);
  const [violation] = result.violations;
  if (violation !== undefined) tally.failures.push({ seed, violation });
}

export function addTally(to: Tally, from: Tally): void {
  to.worlds += from.worlds;
  to.sessions += from.sessions;
  to.payments += from.payments;
  to.flagged += from.flagged;
  to.events += from.events;
  to.crashes += from.crashes;
  to.webhooks += from.webhooks;
  to.reversals += from.reversals;
  to.sales += from.sales;
  to.takeovers += from.takeovers;
  to.shared += from.shared;
  to.compared += from.compared;
  addFaults(to, from.faults);
  to.failures.push(...from.failures);
}

function addFaults(to: Tally, faults: ReadonlyMap<FaultKind, number>): void {
  for (const [kind, count] of faults) to.faults.set(kind, (to.faults.get(kind) ?? 0) + count);
}
