import { Client } from 'pg';
import { inject } from 'vitest';
import { Secret } from '../../src/configuration/secret.ts';
import type { PostgresSettings } from '../../src/storage/postgres/postgres-settings.ts';

/** A database of its own on the shared server, and gone with it. */
export interface TestDatabase {
  readonly url: string;
  readonly settings: PostgresSettings;
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

let count = 0;

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  count += 1;
  const name = `test_${process.pid}_${count}`;
  await run(server, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` });
  return {
    url: url.href,
    settings: {
      host: url.hostname,
      port: Number(url.port),
      database: name,
      user: url.username,
      password: new Secret(url.password),
      tls: undefined,
      connections: 5,
    },
    query: (sql, values) => run(url.href, sql, values),
  };
}

async function run(url: string, sql: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
