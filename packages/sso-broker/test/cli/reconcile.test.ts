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
  const instamed = await startInstaMed();
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
  return { text, transactionId: outcome?.transactionId ?? '', reconcile };
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

  it('says what is wrong with its words, its file, its tenant and its database', async () => {
    const directory = makeDirectory();
    const configuration = join(directory, 'broker.json');
    writeFileSync(configuration, JSON.stringify(brokerJson('http://127.0.0.1:9')));
    const run = (...words: readonly string[]) => runCommand(['reconcile', configuration, ...words], environment);
    expect(await run('riverside')).toMatchObject({ code: 2 });
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
