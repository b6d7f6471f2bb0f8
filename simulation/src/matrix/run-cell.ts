import type { BrokerCore } from '../broker/broker-core.ts';
import { diskOf, waysOf, type Way } from './acts.ts';
import { DirectedWorld } from './directed-world.ts';
import { paysAndTells, paysInTime, paysLate, takesBack } from './habits.ts';
import type { Habits } from './stage.ts';
import type { Cell, Row } from './table.ts';
import { judge } from './verdict.ts';

export interface CellResult {
  readonly ways: number;
  /** By way; empty when all came out as expected. */
  readonly problems: readonly string[];
}

/** Lives through a cell once for each way its fault can strike. */
export async function runCell(core: BrokerCore, cell: Cell): Promise<CellResult> {
  const ways = waysOf(cell);
  const problems: string[] = ways.length === 0 ? ['there is no way to strike it'] : [];
  const all = ways.flatMap((way) => habitsOf(cell.row).map(([habit, habits]) => ({ way, habits, name: `${habit}${way.name}` })));
  for (const { way, habits, name } of all) {
    const world = await liveCell(core, cell, way, habits);
    problems.push(...judge(cell, world).map((problem) => `${name}: ${problem}`));
  }
  return { ways: all.length, problems };
}

export async function liveCell(core: BrokerCore, cell: Cell, way: Way, habits: Habits, traced = false): Promise<DirectedWorld> {
  const { act, brokers = 1, whenSent = false } = way;
  const world = new DirectedWorld(core, { rows: [cell.row], act, brokers, whenSent, disk: diskOf(way), habits }, traced);
  await world.live();
  return world;
}

/** What is lived through, each with its name where there are several. */
function habitsOf(row: Row): readonly (readonly [string, Habits])[] {
  if (row === 'B17' || row === 'B18' || row === 'B19') return Object.entries(takesBack).map(([name, habits]) => [`${name}, `, habits]);
  if (row === 'B13' || row === 'B14') return [['', paysLate]];
  return [['', row === 'B15' || row === 'B16' ? paysAndTells : paysInTime]];
}
