/** The counts of a run, as a table. `lines` are `{ surface, count, what }`. */
export function writeTried(lines) {
  const rows = lines.map(({ surface, count, what }) => [`tried: ${surface}`, count.toLocaleString('en').replaceAll(',', ' '), what]);
  const width = (column) => Math.max(0, ...rows.map((row) => row[column].length));
  const [first, second] = [width(0), width(1)];
  return rows.map(([surface, count, what]) => `${surface.padEnd(first)}  ${count.padStart(second)}  ${what}`).toSorted();
}
