import { judgeReversal } from './judge-reversal.ts';
import type { Stage } from './stage.ts';
import type { Cell, Row } from './table.ts';

/** A stale write must have been tried there, and refused. In the other rows nothing is held while the process stands still. */
const rowsWithAClaim: ReadonlySet<Row> = new Set(['B2', 'B3', 'B6', 'B7', 'B8', 'B9', 'B10', 'B11', 'B13', 'B18', 'B19']);
const trouble: ReadonlySet<string> = new Set(['upstream_unavailable', 'store_failed', 'effect_failed', 'webhook_failed', 'notice_failed']);
const mostTries = 12;

/** What is wrong with a cell that was lived through; empty when it came out as expected. */
export function judge(cell: Cell, world: Stage): readonly string[] {
  const isReversal = world.habits.reversal !== undefined;
  return [...judgeAll(cell, world), ...judgeCode(cell, world), ...(isReversal ? judgeReversal(cell, world) : [])];
}

/** What holds in every cell: the fault struck, the oracle has no objection, and the payment was told exactly once, both ways. */
function judgeAll({ row }: Cell, { oracle, striker, host, sessionId }: Stage): readonly string[] {
  const problems = oracle.violations.map(({ rule, what }) => `${rule}: ${what}`);
  if (striker.struckAtMs === undefined) problems.push('the fault never struck');
  if (oracle.stored.size !== 1) problems.push(`${oracle.stored.size} sessions are stored`);
  const session = oracle.stored.get(sessionId);
  if (session?.status !== 'approved') problems.push(`the session ends as ${session?.status}`);
  if (oracle.bookings.size !== 1) problems.push('the host has not booked it from the list');
  if (host.contradictions > 0) problems.push('one webhook-id said two things');
  const reports = host.events.filter(({ type }) => type === 'payment.settled' || type === 'payment.completed_late');
  if (reports.length !== 1) problems.push(`it is reported ${reports.length} times`);
  const before = host.events.filter(({ type }) => type === 'payment.expired' || type === 'payment.unresolved');
  if ((reports[0]?.type === 'payment.completed_late') !== before.length > 0) problems.push(`it is reported as ${reports[0]?.type}`);
  if (before.some(({ data }) => data.final === true)) problems.push('it was told as finally expired before');
  const expired = before.filter(({ type }) => type === 'payment.expired');
  if (row === 'B14' ? expired.length !== 1 : row !== 'B13' && before.length > 0) problems.push(`${expired.length} times told as expired`);
  return problems;
}

function judgeCode({ row, fault, expected }: Cell, world: Stage): readonly string[] {
  const { processes, refused, broken, drains, network, host, given, instamed } = world;
  const deaths = processes.reduce((sum, process) => sum + process.deaths, 0);
  const entries = processes.flatMap((process) => process.entries.map(({ type }) => type));
  const problems: string[] = [];
  const need = (condition: boolean, problem: string): void => {
    if (!condition) problems.push(problem);
  };
  if (fault === 'f1' || fault === 'f2') need(deaths === 1, `${deaths} deaths`);
  switch (expected) {
    case 'R':
    case 'C':
      break;
    case 'I':
      if (row === 'B12' && (fault === 'f1' || fault === 'f2' || fault === 'f3' || fault === 'f5')) {
        need(
          [...host.messages.values()].some(({ count }) => count > 1),
          'the message was not sent again under its id',
        );
      }
      break;
    case 'U': {
      // What is looked up there is a token that was lost.
      if (world.habits.reversal !== undefined) break;
      const lost = instamed.launches.filter(({ token }) => !given.has(token));
      need(lost.length === 1 || fault !== 'f1', 'no token was lost');
      need(
        lost.every(({ transactions }) => transactions.length === 0),
        'a lost token was paid on',
      );
      break;
    }
    case 'D':
      need(
        entries.some((type) => trouble.has(type)),
        'nothing was deferred',
      );
      need(
        host.attempts.length <= mostTries && network.calls.filter(({ call }) => call === 'receipt').length <= mostTries,
        'it asks without pause',
      );
      break;
    case 'F':
      need(refused.filter((name) => name === processes[0]?.name).length > 0 || !rowsWithAClaim.has(row), 'no stale write was refused');
      break;
    case 'X':
      need(broken.length === deaths, 'it died otherwise');
      need(deaths === 1 || entries.some((type) => trouble.has(type)) || row === 'B0' || row === 'B1', 'the disk was not missed');
      break;
    case 'W':
      need(drains.length === 1 && drains.every(({ ended, stored }) => ended && stored), 'the step was not stored before the end');
      break;
    case 'C(503)':
    case 'X→R':
      problems.push('is not for the simulated world');
      break;
    default:
      return expected satisfies never;
  }
  return problems;
}
