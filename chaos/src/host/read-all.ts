import { eventually } from '../pause.ts';
import type { Caller } from '../people/caller.ts';

interface List<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

const withinMs = 60_000;

/** Reads one of the broker's lists whole, page by page. @throws when no broker answers for a minute */
export async function readAll<Item>(caller: Caller, key: string, path: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor = '';
  const isRead = await eventually(async () => {
    for (;;) {
      const query = `limit=100${cursor === '' ? '' : `&after=${cursor}`}`;
      const answer = await caller.call<List<Item>>(`${path}${path.includes('?') ? '&' : '?'}${query}`, { key });
      if (answer?.status !== 200) return false;
      items.push(...answer.body.data);
      cursor = answer.body.nextCursor;
      if (!answer.body.hasMore) return true;
    }
  }, withinMs);
  if (!isRead) throw new Error(`${path.split('?')[0]} could not be read to its end`);
  return items;
}
