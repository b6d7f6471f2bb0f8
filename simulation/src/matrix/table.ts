/**
 * Fault matrix A: the instants of a payment at which trouble strikes, the kinds of trouble, and what is expected of each pair. The one
 * source of what is run: every cell that is not `–` is run and reported by its name, or `runBy` has its tests.
 */

import { realTests, type RealTest } from './real-tests.ts';

/** What is expected. */
export const codes = {
  R: 'resumes, exactly one report',
  I: 'no effect, the same answer again',
  U: 'unknown, looked up before anything is sent again',
  C: 'clean refusal, nothing stored or all of it',
  'C(503)': 'refused with 503, nothing stored',
  D: 'deferred with back-off, then done',
  F: 'fenced, one report',
  X: 'stops and starts again, then resumes',
  'X→R': 'stops and starts again, then resumes',
  W: 'held until the step is stored',
} as const;
export type Code = keyof typeof codes;

export const faults = {
  f1: 'kill -9, same node restarts',
  f2: 'kill -9, another broker takes over',
  f3: 'SIGSTOP then CONT',
  f4: 'peer answers 500 or cannot be reached',
  f5: 'time-out or connection cut',
  f6: 'garbage from the peer',
  f7: 'database locked or failing over',
  f8: 'disk full or EIO',
  f9: 'clock step of 5 min, either way',
  f10: 'duplicate, reordered or forged webhook of InstaMed',
  f11: 'browser closed, reloaded, offline',
  f12: 'SIGTERM drain and deploy',
} as const;
export type Fault = keyof typeof faults;
export const faultIds = Object.keys(faults) as Fault[];

/** A cell for each fault, in their order; `–` is not meaningful. */
const rows = {
  B0: ['create request read, nothing stored', 'C C C C C C C C I – C C'],
  B1: ['session stored, answer not sent', 'I I I – I – I X I – I I'],
  B2: ['sign-on sent, token not read', 'U U F D U U U X R R R W'],
  B3: ['token received, not committed', 'U U F – – – U X R R R W'],
  B4: ['token committed, page not yet given', 'R R F – – – R X R R R R'],
  B5: ['page open, between polls', 'R R F D D D D X R R R R'],
  B6: ['poll in flight', 'R R F D D D D X R R R W'],
  B7: ['USED read, not committed', 'R R F – – – D X R R R W'],
  B8: ['USED committed, ViewReceipt not sent', 'R R F D D D D X R R R R'],
  B9: ['ViewReceipt in flight', 'R R F D D D D X R R R W'],
  B10: ['receipt read, outcome not committed', 'R R F – – – D X R R R W'],
  B11: ['outcome committed, host webhook not sent', 'R R F D D D D X R I R R'],
  B12: ['host webhook sent, 2xx not recorded', 'I I I D I D I X I I R I'],
  B13: ['EXPIRED read, before the look-up', 'R R F D D D D X R R R W'],
  B14: ['expired told, then a payment appears', 'R R F D D D D X R R R R'],
  B15: ['InstaMed webhook read, not committed', 'R R F – C C C(503) X R I – W'],
  B16: ['InstaMed webhook committed, 200 not sent', 'I I I – I – – X I I – I'],
  B17: ['void or refund intended, NVP not sent', 'R R F D – – D X R R R R'],
  B18: ['void or refund sent, answer lost', 'U U F U U U U X U R U W'],
  B19: ['void or refund answer read, not committed', 'U U F – – – U X R R R W'],
  B20: ['key rotation half applied', 'R R R – – – R X R – – R'],
  B21: ['schema migration running at start', 'X→R W W – – – X→R X→R R C(503) W W'],
} as const;
export type Row = keyof typeof rows;
export const rowIds = Object.keys(rows) as Row[];

export interface Cell {
  readonly row: Row;
  readonly fault: Fault;
  readonly expected: Code;
}

/** All cells that are meaningful. */
export const liveCells: readonly Cell[] = rowIds.flatMap((row) => {
  const words = rows[row][1].split(' ');
  return faultIds.flatMap((fault, at) => {
    const word = words[at];
    return word === undefined || word === '–' ? [] : [{ row, fault, expected: word as Code }];
  });
});

export const allCells = rowIds.length * faultIds.length;

/** The tests that a cell is run by because it needs the real server or database; none for what is lived through here. */
export const runBy = ({ row, fault }: Cell): readonly RealTest[] => realTests[`${row} ${fault}`] ?? [];

/** What is lived through here. */
export const runnableCells = liveCells.filter((cell) => runBy(cell).length === 0);

export const boundaryOf = (row: Row): string => rows[row][0];

/** As it is reported: `B7 USED read, not committed × f3 SIGSTOP then CONT: fenced, one report`. */
export function nameOf({ row, fault, expected }: Cell): string {
  return `${row} ${boundaryOf(row)} × ${fault} ${faults[fault]}: ${codes[expected]}`;
}
