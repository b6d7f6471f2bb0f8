import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished, vi } from 'vitest';

/** What the ballast of a test gives when it goes, in pages. */
const ballastPages = 256;
const unlimited = 1_000_000;

/**
 * Stands between SQLite and the room on the disk, everywhere alike: before each transaction SQLite's own limit, which fails as a full disk
 * does (SQLITE_FULL), is set to what the ballast beside the database leaves.
 */
export function limitDisk(directory: string): { fill(): void; makeRoom(): void } {
  const ballast = join(directory, 'broker.sqlite-ballast');
  // oxlint-disable-next-line typescript/unbound-method -- called with the database that it was called on
  const { exec } = DatabaseSync.prototype;
  let state: 'roomy' | 'filling' | 'full' = 'roomy';
  let fullAt = 0;
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    if (sql === 'BEGIN IMMEDIATE') {
      if (state === 'filling') {
        fullAt = Number(this.prepare('PRAGMA page_count').get()?.['page_count']);
        state = 'full';
      }
      const pages = state === 'roomy' ? unlimited : fullAt + (existsSync(ballast) ? 0 : ballastPages);
      exec.call(this, `PRAGMA max_page_count = ${pages}`);
    }
    exec.call(this, sql);
  });
  onTestFinished(() => spy.mockRestore());
  return { fill: () => void (state = 'filling'), makeRoom: () => void (state = 'roomy') };
}
