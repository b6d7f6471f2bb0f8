import type { Page } from './page.ts';

/** A row as either engine gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** The page in rows that were asked for with one more than fits: that one tells whether there is more. */
export function readPage<Item>(rows: readonly Row[], limit: number, afterPosition: number, read: (row: Row) => Item): Page<Item> {
  const page = rows.slice(0, limit);
  return {
    items: page.map((row) => read(row)),
    nextPosition: Number(page.at(-1)?.['position'] ?? afterPosition),
    hasMore: rows.length > limit,
  };
}

/** A column that may be null, as a property that may be absent. */
export function optional<Name extends string, Value>(
  name: Name,
  column: unknown,
  read: (value: unknown) => Value,
): { readonly [Key in Name]?: Value } {
  return (column === null || column === undefined ? {} : { [name]: read(column) }) as { readonly [Key in Name]?: Value };
}
