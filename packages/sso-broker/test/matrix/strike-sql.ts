import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** For `--import`: before the n-th statement of the migration (1 is its BEGIN) the process says so, and sends itself a signal. */
export const strikeSqlite = (at: number, signal: NodeJS.Signals): string => {
  const script = `
    import { writeSync } from 'node:fs';
    import { DatabaseSync } from 'node:sqlite';
    const { exec } = DatabaseSync.prototype;
    let count = 0;
    DatabaseSync.prototype.exec = function (sql) {
      if (count > 0 || sql === 'BEGIN IMMEDIATE') count += 1;
      if (count === ${at}) {
        writeSync(2, 'struck\\n');
        process.kill(process.pid, '${signal}');
      }
      exec.call(this, sql);
    };
  `;
  return `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`;
};

/** Resolves when it has struck. */
export async function struck({ stderr }: ChildProcess): Promise<void> {
  if (stderr === null) throw new TypeError('no pipe');
  for await (const line of createInterface(stderr)) if (line === 'struck') return;
  throw new Error('ended before it was struck');
}
