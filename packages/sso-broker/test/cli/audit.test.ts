import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { writeConfiguration } from '../support/audited.ts';
import { environment, startTestBroker } from '../support/broker.ts';
import { runCommand } from '../support/command-line.ts';
import { makeDirectory } from '../support/directory.ts';

/** A broker that has made some sessions and ended, and the log it has left. */
async function audited(sessions = 3): Promise<{ readonly directory: string; readonly configuration: string; readonly log: string }> {
  const directory = makeDirectory();
  const broker = await startTestBroker('http://127.0.0.1:9', {}, directory);
  for (let made = 0; made < sessions; made += 1) await broker.client.create();
  await broker.close();
  const log = join(directory, 'broker.log');
  writeFileSync(log, broker.log.join(''));
  return { directory, configuration: writeConfiguration(directory), log };
}

function change(directory: string, sql: string): void {
  const database = new DatabaseSync(join(directory, 'broker.sqlite'));
  database.exec(sql);
  database.close();
}

const verify = (configuration: string, ...words: readonly string[]) =>
  runCommand(['audit', 'verify', configuration, ...words], environment);

describe('the audit commands', { timeout: 60_000 }, () => {
  it('find a chain whole, and every checkpoint met', async () => {
    const { configuration, log } = await audited();
    const { code, stdout } = await verify(configuration, '--checkpoints', log);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'ok   riverside: 5 rows, 1 of 1 checkpoints met\nok   hillside: 1 rows, 1 of 1 checkpoints met\n',
    });
  });

  it('find what an administrator has changed, taken out or cut off', async () => {
    const { configuration, directory, log } = await audited();
    change(directory, `UPDATE audit_rows SET entry = replace(entry, '"server"', '"sorry"') WHERE tenant_id = 'riverside' AND number = 3`);
    const edited = await verify(configuration);
    expect([edited.code, edited.stdout]).toEqual([1, expect.stringContaining('row 3: is not what the broker wrote')]);
    change(directory, `DELETE FROM audit_rows WHERE tenant_id = 'riverside' AND number IN (3, 4)`);
    expect((await verify(configuration)).stdout).toContain('row 3: rows are missing from here');
    change(directory, `DELETE FROM audit_rows WHERE tenant_id = 'riverside' AND number > 2`);
    expect((await verify(configuration)).stdout).toContain('row 5: the chain does not end where its store says');
    change(
      directory,
      `UPDATE audit_heads SET number = 2, hash = (SELECT hash FROM audit_rows WHERE tenant_id = 'riverside' AND number = 2)
       WHERE tenant_id = 'riverside'`,
    );
    expect((await verify(configuration)).code).toBe(0);
    const cut = await verify(configuration, '--checkpoints', log);
    expect([cut.code, cut.stdout]).toEqual([1, expect.stringContaining('row 5: there were as many rows as this')]);
    change(directory, `DELETE FROM audit_rows; DELETE FROM audit_heads`);
    expect((await verify(configuration, '--checkpoints', log)).code).toBe(1);
  });

  it('print a tenant’s rows as JSON lines, from a number on', async () => {
    const { configuration } = await audited(1);
    const { code, stdout } = await runCommand(['audit', 'export', configuration, 'riverside', '--after', '1'], environment);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { number: number; entry: { event: { type: string } } });
    expect(code).toBe(0);
    expect(rows.map(({ number, entry }) => [number, entry.event.type])).toEqual([
      [2, 'secret_key_used'],
      [3, 'session_created'],
    ]);
  });

  it('say that a SQLite file is in use while its broker runs', async () => {
    const directory = makeDirectory();
    await startTestBroker('http://127.0.0.1:9', {}, directory);
    const { code, stdout, stderr } = await verify(writeConfiguration(directory));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('database: Another process has the database open. One broker writes to a SQLite file.\n');
  });

  it('say that there is no database, and no file of checkpoints', async () => {
    const directory = makeDirectory();
    const configuration = writeConfiguration(directory);
    expect(await verify(configuration)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'database: The database cannot be opened, read or written.\n',
    });
    const none = await verify(configuration, '--checkpoints', join(directory, 'none'));
    expect(none).toMatchObject({ code: 1, stderr: '--checkpoints: the file cannot be read\n' });
  });
});
