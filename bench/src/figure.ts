/** One line of the table: how much of something ours takes or gives, compared to what. */
export interface Figure {
  readonly measured: string;
  readonly comparedTo: string;
  /** Measured divided by compared. */
  readonly ratio: number;
  /** Lowest and highest ratio of a single round; absent where nothing varies. */
  readonly spread?: readonly [lowest: number, highest: number];
  readonly better: 'higher' | 'lower';
  /** The bound the project holds itself to. */
  readonly target?: number;
}

const twoPlaces = (value: number) => value.toFixed(2);

function row(figure: Figure): readonly string[] {
  const { measured, comparedTo, ratio, spread, better, target } = figure;
  const bound = target === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${twoPlaces(target)}`;
  return [measured, comparedTo, ratio.toFixed(3), spread === undefined ? '' : spread.map(twoPlaces).join('–'), better, bound];
}

/** A Markdown table, its columns aligned as the formatter of this repository aligns them. */
export function writeTable(figures: readonly Figure[]): string {
  const head = ['measured', 'compared to', 'ratio', 'rounds', 'better', 'target'];
  const rows = [head, ...figures.map(row)];
  const widths = head.map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.slice(1).map(line)].join('\n');
}
