import { Client, DatabaseError, Pool, type ClientConfig, type PoolClient } from 'pg';
import { StoreError, type StoreErrorCode } from '../store-error.ts';
import type { PostgresSettings } from './postgres-settings.ts';

const connectTimeoutMs = 5_000;
/** A broker that stands still inside a transaction loses it, and its locks with it, before those who wait for them give up. */
const idleInTransactionTimeoutMs = 3_000;
const lockTimeoutMs = 5_000;
const statementTimeoutMs = 10_000;
/** Ends the wait for a server that fell silent without closing the connection. */
const answerTimeoutMs = 12_000;
const idleTimeoutMs = 60_000;

/** A connection for long or lonely work, by the name `pg_stat_activity` shows: no time limits but the one for connecting. */
export function createClient(settings: PostgresSettings, name: string): Client {
  return new Client(clientConfig(settings, name));
}

export function createPool(settings: PostgresSettings): Pool {
  const pool = new Pool({
    ...clientConfig(settings, 'collect-payment-broker'),
    max: settings.connections,
    idleTimeoutMillis: idleTimeoutMs,
    query_timeout: answerTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
  });
  // A connection that breaks while nobody uses it is gone from the pool already; the next query opens another.
  pool.on('error', () => undefined);
  // One that breaks in use between two queries emits as well; the next query on it is refused.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function clientConfig({ host, port, database, user, password, tls }: PostgresSettings, name: string): ClientConfig {
  return {
    host,
    port,
    database,
    user,
    password: password.reveal(),
    ssl: tls === undefined ? false : { ...(tls.certificateAuthority !== undefined && { ca: tls.certificateAuthority }) },
    application_name: name,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    // Never less than on disk at the server, whatever its default is.
    options: '-c synchronous_commit=on',
  };
}

/** Runs `work` on a connection. One that saw an error is closed: after a failover it may lead to a server that no longer takes writes. */
export async function withConnection<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  return withStoreErrors(async () => {
    const client = await pool.connect();
    let isSound = false;
    try {
      const result = await work(client);
      isSound = true;
      return result;
    } finally {
      client.release(!isSound);
    }
  });
}

/** Runs `work` in one transaction: all of it is on disk when this resolves. When it rejects, none of it is, unless the connection broke at COMMIT. */
export async function inTransaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  return withConnection(pool, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    // An error closes the connection, and with it the transaction.
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}

/** Gives PostgreSQL's errors, and the network's, our codes. */
export async function withStoreErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError(storeErrorCode(error), { cause: error });
  }
}

/** Class XX is the server's own failure: damaged data or index (PostgreSQL, appendix A). */
function storeErrorCode(error: unknown): StoreErrorCode {
  return error instanceof DatabaseError && /^XX00[12]$/.test(error.code ?? '') ? 'ERR_STORE_CORRUPT' : 'ERR_STORE_UNAVAILABLE';
}
