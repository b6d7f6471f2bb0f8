import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environment, startTestBroker } from '../support/broker.ts';
import { brokerJson } from '../support/broker-json.ts';
import { runCommand } from '../support/command-line.ts';
import { makeDirectory } from '../support/directory.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

/** A payment, the broker that knows it ended, and InstaMed's file of the day. */
async function world() {
  const files = { user: 'riverside', password: 'sentinel-file-password' };
  const instamed = await startInstaMed(files);
  const directory = makeDirectory();
  const broker = await startTestBroker(instamed.url, {}, directory);
  const session = await broker.client.create();
  const launch = await broker.client.launch(session);
  const events = await broker.client.follow(session);
  await onScreen(instamed, launch, 'pay');
  const { outcome } = await events.until('approved');
  await events.close();
  const [account] = instamed.ledger.launches.values();
  const answer = await fetch(`${instamed.url}/sandbox/posting-file`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ accountId: account?.account.accountId }),
  });
  const text = await answer.text();
  await broker.close();
  const configuration = join(directory, 'broker.json');
  writeFileSync(configuration, JSON.stringify(brokerJson(instamed.url)));
  const file = join(directory, 'EOD.txt');
  const reconcile = async (posted: string) => {
    writeFileSync(file, posted);
    const { code, stdout, stderr } = await runCommand(['reconcile', configuration, 'riverside', '--file', file], environment);
    const told = stdout.trimEnd().split('\n');
    return { code, stderr, told: told.map((line) => JSON.parse(line) as Record<string, unknown>) };
  };
  const fetched = async (path: string, changes: object = {}) => {
    const json = brokerJson(instamed.url);
    const { port, hostKey } = instamed.fileServer!;
    const postingFiles = { host: '127.0.0.1', port, hostKey, user: files.user, password: { env: 'FILE_PASSWORD' }, ...changes };
    const [tenant, ...others] = json.tenants;
    const tenants = [{ ...tenant, instamed: { ...tenant!.instamed, postingFiles } }, ...others];
    writeFileSync(configuration, JSON.stringify({ ...json, tenants }));
    return runCommand(['reconcile', configuration, 'riverside', '--sftp', path], { ...environment, FILE_PASSWORD: files.password });
  };
  return { text, transactionId: outcome?.transactionId ?? '', reconcile, fetched };
}

describe('the reconcile command', { timeout: 240_000 }, () => {
  it('compares the sandbox’s file of the day with the payments, and exits 1 when they differ', async () => {
    const { text, transactionId, reconcile } = await world();
    expect(await reconcile(text)).toEqual({
      code: 0,
      stderr: '',
      told: [{ type: 'summary', records: 1, matched: 1, noMoney: 0, notOurs: 0, repeated: 0, differences: 0 }],
    });
    const other = await reconcile(text.replace('125.00', '124.00'));
    expect([other.code, other.told[0]]).toEqual([
      1,
      expect.objectContaining({ type: 'amount_differs', transactionId: transactionId.toLowerCase(), ours: '125.00', theirs: '124.00' }),
    ]);
  });

  it('fetches the file by SFTP, and says why it does not come', async () => {
    const { fetched } = await world();
    const summary = { type: 'summary', records: 1, matched: 1, noMoney: 0, notOurs: 0, repeated: 0, differences: 0 };
    const came = await fetched('IMDPA14.txt');
    expect([came.code, came.stderr, JSON.parse(came.stdout)]).toEqual([0, '', summary]);
    const missing = { code: 1, stdout: '', stderr: '--sftp: the file server has no such file, or does not let it be read\n' };
    expect(await fetched('IMDPA99.txt')).toEqual(missing);
    const refused = await fetched('IMDPA14.txt', { user: 'somebody' });
    expect(refused).toEqual({ code: 1, stdout: '', stderr: '--sftp: the file server refuses the sign-on\n' });
    const hostKey = `SHA256:${'A'.repeat(43)}`;
    const other = await fetched('IMDPA14.txt', { hostKey });
    expect(other.stderr).toBe('--sftp: the file server has another key than hostKey says; nothing was sent to it\n');
  });

  it('says what is wrong with its words, its file, its tenant and its database', async () => {
    const directory = makeDirectory();
    const configuration = join(directory, 'broker.json');
    writeFileSync(configuration, JSON.stringify(brokerJson('http://127.0.0.1:9')));
    const run = (...words: readonly string[]) => runCommand(['reconcile', configuration, ...words], environment);
    expect(await run('riverside')).toMatchObject({ code: 2 });
    expect(await run('riverside', '--file', 'x', '--sftp', 'x')).toMatchObject({ code: 2 });
    const nowhere = { code: 1, stderr: '--sftp: the tenant riverside has no instamed/postingFiles\n' };
    expect(await run('riverside', '--sftp', 'x')).toMatchObject(nowhere);
    expect(await run('riverside', '--file', 'x', '--zone', 'EST')).toMatchObject({ code: 2 });
    expect(await run('riverside', '--file', 'x', '--from', '2026-11-20')).toMatchObject({ code: 2 });
    expect(await run('nobody', '--file', 'x')).toMatchObject({ code: 1, stderr: '<tenant>: the configuration has none of that id\n' });
    expect(await run('riverside', '--file', 'x')).toMatchObject({ code: 1, stderr: 'database: there is no such file\n' });
    const broker = await startTestBroker('http://127.0.0.1:9', {}, directory);
    const inUse = await run('riverside', '--file', configuration);
    expect([inUse.code, inUse.stderr]).toEqual([1, expect.stringContaining('Another process has the database open')]);
    await broker.close();
    expect(await run('riverside', '--file', join(directory, 'none'))).toMatchObject({
      code: 1,
      stderr: '--file: the file cannot be read\n',
    });
  });
});
