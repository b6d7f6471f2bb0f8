import type { DatabaseSettings } from '../configuration/configuration.ts';
import type { OpenAuditReader } from './audit-trail.ts';
import { openPostgresAudit } from './postgres/postgres-audit-reader.ts';
import { openSqliteAudit } from './sqlite/sqlite-audit-reader.ts';

/**
 * Reads the audit log as it is at one moment, and changes nothing. Beside a broker on PostgreSQL; a SQLite file is its broker's alone while that
 * runs (ERR_STORE_IN_USE). Rejects with StoreError.
 */
export async function openAuditReader(database: DatabaseSettings): Promise<OpenAuditReader> {
  return database.type === 'postgres' ? openPostgresAudit(database.settings) : openSqliteAudit(database.path);
}
