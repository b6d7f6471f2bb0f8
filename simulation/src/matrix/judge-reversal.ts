import type { Stage } from './stage.ts';
import type { Cell } from './table.ts';

/** What is wrong with what became of a void or refund: it is sent once at most, known in the end, and told once or flagged. */
export function judgeReversal({ row, fault, expected }: Cell, world: Stage): readonly string[] {
  const { oracle, host, instamed, network, sessionId, habits, disk } = world;
  const { reversals = [] } = oracle.stored.get(sessionId) ?? {};
  const [reversal] = reversals;
  if (reversal === undefined || reversals.length !== 1) return [`${reversals.length} voids and refunds are stored`];
  const problems: string[] = [];
  const need = (condition: boolean, problem: string): void => {
    if (!condition) problems.push(problem);
  };
  const told = host.events.filter(({ data }) => data.reversalId === reversal.id);
  const flags = host.events.filter(({ data }) => data.reason === 'reversal_unresolved');
  const isKnown = reversal.status === 'succeeded' || reversal.status === 'failed';
  need(isKnown ? told.length === 1 && flags.length === 0 : told.length === 0 && flags.length === 1, `it is told ${told.length} times`);
  need(instamed.reversals.length <= 1, 'it was taken twice');
  need((reversal.status === 'succeeded') === (instamed.reversals.length === 1) || !isKnown, `it is told as ${reversal.status}`);
  // A receipt shows a void; a refund it may not show.
  const shows = habits.reversal === 'void' || habits.switches.receiptAfterRefund === 'refund';
  need(isKnown || !shows || instamed.reversals.length === 0, 'what its receipt shows was not found');
  const sent = network.calls.filter(({ call, reached }) => call === 'reversal' && reached).length;
  need(sent <= 1, `it was sent ${sent} times`);
  const wentOn = expected === 'R' || expected === 'W' || expected === 'F' || (expected === 'D' && fault === 'f4');
  // A sending that is on the disk though its commit failed was never made, and only looks as if it were.
  const wasPending = row === 'B17' && expected === 'X' && !disk.storedLast;
  if (wentOn || wasPending) need(reversal.status === 'succeeded', `it ends as ${reversal.status}`);
  const lookUps = network.calls.filter(({ call, atMs }) => call === 'receipt' && atMs >= (world.striker.struckAtMs ?? 0)).length;
  const byAnswer = reversal.status === 'succeeded' && reversal.foundBy === 'answer';
  if (expected === 'U') need(lookUps > 0 || byAnswer, 'it was not looked up');
  return problems;
}
