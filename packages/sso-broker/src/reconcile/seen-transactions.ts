import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** The transactions that a file has told of. A database of nobody else's that SQLite keeps in a file of its own, so that memory does not grow with a month. */
export class SeenTransactions implements Disposable {
  readonly #database = new DatabaseSync('');
  readonly #insert: StatementSync;
  readonly #find: StatementSync;

  constructor() {
    this.#database.exec('CREATE TABLE seen (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; PRAGMA cache_size = -2000');
    this.#insert = this.#database.prepare('INSERT OR IGNORE INTO seen (id) VALUES (?)');
    this.#find = this.#database.prepare('SELECT 1 FROM seen WHERE id = ?');
  }

  /** Answers how many of them were new. */
  add(ids: readonly string[]): number {
    this.#database.exec('BEGIN');
    const added = ids.reduce((sum, id) => sum + Number(this.#insert.run(id).changes), 0);
    this.#database.exec('COMMIT');
    return added;
  }

  has(id: string): boolean {
    return this.#find.get(id) !== undefined;
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
