import { encodeCents } from '@collect-payment/protocol';
import type { BrokerCore } from '../broker/broker-core.ts';
import { killAndStart } from './acts.ts';
import { simulatedDisk } from './directed-disk.ts';
import { DirectedWorld } from './directed-world.ts';
import type { Outcome, Variant } from './outcomes.ts';
import type { CellResult } from './run-cell.ts';
import { boundaryOf, type Row } from './table.ts';

export const nameOfOutcome = (row: Row, { name }: Outcome): string => `${row} ${boundaryOf(row)} × ${name}`;

/** Lives through an outcome in each of its variants, with the broker killed at the instant. */
export async function runOutcome(core: BrokerCore, row: Row, { variants }: Outcome): Promise<CellResult> {
  const problems: string[] = [];
  for (const variant of variants) {
    const world = await liveOutcome(core, row, variant);
    problems.push(...judge(variant, world).map((problem) => `${variant.name}: ${problem}`));
  }
  return { ways: variants.length, problems };
}

export async function liveOutcome(core: BrokerCore, row: Row, { habits }: Variant, traced = false): Promise<DirectedWorld> {
  // A token can be found at its end by EXPIRED as by USED.
  const rows: readonly Row[] = row === 'B7' ? ['B7', 'B13'] : [row];
  const world = new DirectedWorld(core, { rows, act: killAndStart, brokers: 1, disk: simulatedDisk, habits }, traced);
  await world.live();
  return world;
}

function judge(
  { status, attention = [], habits }: Variant,
  { core, oracle, striker, host, sessionId, processes }: DirectedWorld,
): readonly string[] {
  const problems = oracle.violations.map(({ rule, what }) => `${rule}: ${what}`);
  if (striker.struckAtMs === undefined || processes[0]?.deaths !== 1) problems.push('the broker was not killed');
  const session = oracle.stored.get(sessionId);
  if (session === undefined || oracle.stored.size !== 1) return [...problems, `${oracle.stored.size} sessions are stored`];
  if (session.status !== status) problems.push(`it ends as ${session.status}`);
  const { outcome } = core.viewOf(session);
  const told = outcome?.approvedAmount?.value;
  const expected = { approved: encodeCents(habits.order.requestedCents ?? 0), partially_approved: '125.00' } as Partial<
    Record<string, string>
  >;
  if (told !== expected[status]) problems.push(`it is told as ${told}`);
  const reports = host.events.filter(({ type }) => type === 'payment.settled' || type === 'payment.completed_late');
  if (reports.length !== (status === 'unresolved' ? 0 : 1)) problems.push(`it is reported ${reports.length} times`);
  const raised = host.events.flatMap(({ type, data }) => (type === 'payment.needs_attention' && 'reason' in data ? [data.reason] : []));
  if (raised.toSorted().join() !== attention.toSorted().join()) problems.push(`for attention: ${raised.join() || 'nothing'}`);
  if (host.contradictions > 0) problems.push('one webhook-id said two things');
  return problems;
}
