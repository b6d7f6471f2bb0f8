import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { TokensBySession } from './seed.ts';

/** When the look at each token is due, as it is stored. */
export type DueTimes = ReadonlyMap<number, number>;

/** Where a broker keeps its sessions: as its configuration says it, and what that names. */
export interface Place {
  readonly folder: string;
  readonly database: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  /** While no broker runs. Changes nothing. The tokens in the rows are sealed, their sessions are not. */
  readDueTimes(tokens: TokensBySession): Promise<DueTimes>;
  remove(): Promise<void>;
}

export type Engine = 'SQLite' | 'PostgreSQL';

const selectDue = "SELECT session_id, due_at_ms FROM effects WHERE type = 'pollToken'";

/** Throws unless each token has its look: a session that nobody looks after would go unseen. */
function dueTimesOf(rows: readonly Readonly<Record<string, unknown>>[], tokens: TokensBySession): DueTimes {
  const dueTimes = new Map<number, number>();
  for (const row of rows) {
    const token = tokens.get(String(row['session_id']));
    if (token !== undefined) dueTimes.set(token, Number(row['due_at_ms']));
  }
  if (dueTimes.size !== tokens.size) throw new Error(`${tokens.size - dueTimes.size} of ${tokens.size} tokens have no stored look.`);
  return dueTimes;
}

/** An empty database of its own. */
export async function makePlace(engine: Engine): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  return engine === 'SQLite' ? sqlitePlace(folder) : postgresPlace(folder);
}

function sqlitePlace(folder: string): Place {
  return {
    folder,
    database: 'broker.sqlite',
    secrets: {},
    async readDueTimes(tokens) {
      // In a copy: whoever opens the file first also takes in its log, and that is the work of the broker that starts.
      const copy = mkdtempSync(join(tmpdir(), 'bench-copy-'));
      cpSync(folder, copy, { recursive: true });
      const database = new DatabaseSync(join(copy, 'broker.sqlite'));
      const rows = database.prepare(selectDue).all();
      database.close();
      rmSync(copy, { recursive: true });
      return dueTimesOf(rows, tokens);
    },
    async remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function postgresPlace(folder: string): Promise<Place> {
  const server = fork(fileURLToPath(new URL('postgres-process.js', import.meta.url)));
  const [url] = (await once(server, 'message')) as [string];
  return {
    folder,
    database: { postgres: { url: { env: 'DATABASE_URL' } } },
    secrets: { DATABASE_URL: url },
    async readDueTimes(tokens) {
      const client = new Client(url);
      await client.connect();
      const { rows } = await client.query<Record<string, unknown>>(selectDue);
      await client.end();
      return dueTimesOf(rows, tokens);
    },
    async remove() {
      server.disconnect();
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
