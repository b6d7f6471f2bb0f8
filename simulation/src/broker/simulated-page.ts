import type { Page, PageRequest } from '@collect-payment/sso-broker/core';

/** A row of a list, in the order of its making. */
export interface ListedRow<Item> {
  readonly position: number;
  item: Item;
}

/** A page of the tenant's rows, as either engine of the broker gives it. */
export function pageOf<Item extends { readonly tenantId: string }, Filter>(
  rows: readonly ListedRow<Item>[],
  { tenantId, afterPosition, limit, filter }: PageRequest<Filter>,
  passes: (item: Item, filter: Filter) => boolean,
): Page<Item> {
  const found = rows.filter(
    ({ position, item }) => item.tenantId === tenantId && position > afterPosition && (filter === undefined || passes(item, filter)),
  );
  const page = found.slice(0, limit);
  return {
    items: page.map(({ item }) => structuredClone(item)),
    nextPosition: page.at(-1)?.position ?? afterPosition,
    hasMore: found.length > limit,
  };
}

/** The next row's position: rows before it may have been purged. */
export function positionAfter(rows: readonly ListedRow<unknown>[]): number {
  return (rows.at(-1)?.position ?? 0) + 1;
}
