import { eraseSession } from '../session/erase-session.ts';
import type { Row } from './page-rows.ts';
import type { RowCodec } from './row-codec.ts';
import { StoreError } from './store-error.ts';

export interface ErasedRow {
  readonly id: string;
  readonly sequence: number;
  readonly document: string;
}

/** Sessions' rows without their personal data. One that does not open is passed over: it holds nothing that can be read. */
export function eraseRows(found: readonly Row[], rows: RowCodec): readonly ErasedRow[] {
  return found.flatMap((row) => {
    try {
      const erased = eraseSession(rows.readSession(row));
      return [{ id: String(row['id']), sequence: erased.sequence, document: rows.writeSession(erased) }];
    } catch (error) {
      if (error instanceof StoreError) return [];
      throw error;
    }
  });
}
