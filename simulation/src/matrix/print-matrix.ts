import type { BrokerCore } from '../broker/broker-core.ts';
import { outcomeRows, outcomes } from './outcomes.ts';
import { runCell } from './run-cell.ts';
import { nameOfOutcome, runOutcome } from './run-outcome.ts';
import { allCells, faultIds, liveCells, nameOf, rowIds, runBy, runnableCells, type Cell } from './table.ts';

/**
 * Lives through the matrix and prints it: a code is a cell that came out as expected, one in brackets is run by
 * a test of the broker's, `!` is one that did not.
 */
export async function printMatrix(core: BrokerCore): Promise<number> {
  const wrong: string[] = [];
  console.log(`${''.padEnd(5)}${faultIds.map((fault) => fault.padEnd(7)).join('')}`);
  for (const row of rowIds) {
    let line = row.padEnd(5);
    for (const fault of faultIds) {
      const cell = liveCells.find((each) => each.row === row && each.fault === fault);
      const problems = cell === undefined || !runnableCells.includes(cell) ? [] : (await runCell(core, cell)).problems;
      if (cell !== undefined && problems.length > 0) wrong.push(`${nameOf(cell)}\n  ${problems.join('\n  ')}`);
      line += (cell === undefined ? '–' : problems.length > 0 ? '!' : signOf(cell)).padEnd(7);
    }
    console.log(line);
  }
  for (const outcome of outcomes) {
    let line = '';
    for (const row of outcomeRows) {
      const { problems } = await runOutcome(core, row, outcome);
      if (problems.length > 0) wrong.push(`${nameOfOutcome(row, outcome)}\n  ${problems.join('\n  ')}`);
      line += (problems.length > 0 ? '!' : 'ok').padEnd(5);
    }
    console.log(`${line}${outcome.name}`);
  }
  const elsewhere = liveCells.filter((cell) => runBy(cell).length > 0);
  console.log(
    `${allCells} cells, ${liveCells.length} live, ${runnableCells.length} run; ${elsewhere.length} run by the broker's tests; ${outcomes.length * outcomeRows.length} outcomes run; wrong: ${wrong.length}`,
  );
  for (const cell of elsewhere) for (const { file, name } of runBy(cell)) console.log(`run by ${file}: ${name}`);
  for (const each of wrong) console.log(each);
  return wrong.length === 0 ? 0 : 1;
}

function signOf(cell: Cell): string {
  return runBy(cell).length > 0 ? `(${cell.expected})` : cell.expected;
}
