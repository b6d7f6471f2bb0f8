/** A page of a list in the order of its making, after a position. */
export interface PageRequest<Filter> {
  readonly tenantId: string;
  readonly afterPosition: number;
  readonly limit: number;
  readonly filter?: Filter;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPosition: number;
  readonly hasMore: boolean;
}
