import type { AuditReader } from '../storage/audit-trail.ts';
import type { AuditRow } from './chain.ts';

const pageSize = 1_000;

/** Every row of a chain after a number, a page at a time. */
export async function* readAllRows(reader: Pick<AuditReader, 'read'>, tenantId: string, afterNumber = 0): AsyncGenerator<AuditRow> {
  let after = afterNumber;
  for (;;) {
    const page = await reader.read(tenantId, after, pageSize);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.number;
  }
}
