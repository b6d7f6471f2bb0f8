import type { TestDatabase } from './database.ts';

/** Every row of every table, as text. */
export async function dumpDatabase({ query }: Pick<TestDatabase, 'query'>): Promise<string> {
  const tables = await query("SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'");
  const rows = await Promise.all(tables.map(({ name }) => query(`SELECT row_to_json(one)::text AS row FROM ${String(name)} AS one`)));
  return rows
    .flat()
    .map(({ row }) => String(row))
    .join('\n');
}
