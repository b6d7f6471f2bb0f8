import { DatabaseSync } from 'node:sqlite';
import { readAuditRow, readTenantHead } from '../audit-row.ts';
import type { OpenAuditReader } from '../audit-trail.ts';
import { StoreError } from '../store-error.ts';
import { applicationId } from './database.ts';
import { prepareAuditQueries } from './sqlite-audit-trail.ts';
import { withStoreErrors } from './sqlite-errors.ts';

export function openSqliteAudit(path: string): OpenAuditReader {
  return withStoreErrors(() => {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      database.exec('BEGIN');
      if (database.prepare('PRAGMA application_id').get()?.['application_id'] !== applicationId) throw new StoreError('ERR_STORE_CORRUPT');
      const { heads, read } = prepareAuditQueries(database);
      return {
        heads: async () => withStoreErrors(() => heads.all()).map((row) => readTenantHead(row)),
        read: async (tenantId, afterNumber, limit) =>
          withStoreErrors(() => read.all(tenantId, afterNumber, limit)).map((row) => readAuditRow(row)),
        close: async () => database.close(),
      };
    } catch (error) {
      database.close();
      throw error;
    }
  });
}
