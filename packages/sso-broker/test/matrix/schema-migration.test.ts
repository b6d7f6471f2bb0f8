import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { brokerJson } from '../support/broker-json.ts';
import { readyUrl, startBrokerProcess } from '../support/broker-process.ts';
import { Client } from '../support/client.ts';
import { startInstaMed } from '../support/instamed.ts';
import { openOldPayment, settleOld, writeOldFile } from './old-schema.ts';
import { strikeSqlite, struck } from './strike-sql.ts';

async function world() {
  const instamed = await startInstaMed();
  const payment = await openOldPayment(instamed);
  const directory = writeOldFile(payment);
  const json = brokerJson(instamed.url);
  const start = (...nodeArguments: string[]) => startBrokerProcess(json, { directory, nodeArguments });
  const serve = async () => settleOld(instamed, new Client(await readyUrl(start())), payment);
  return { start, serve, json, directory, instamed, payment };
}

describe('a broker that migrates its SQLite file', { timeout: 90_000 }, () => {
  it.each([
    ['before the first statement', 1],
    ['in the middle of a step', 3],
    ['before its commit', 4],
    ['between two steps', 5],
    ['in the middle of the second step', 7],
  ])('B21 × f1: it is killed %s, and the next start migrates and serves', async (_name, at) => {
    const { start, serve } = await world();
    const killed = start('--import', strikeSqlite(at, 'SIGKILL'));
    const [, signal] = (await once(killed, 'exit')) as [null, string];
    expect(signal).toBe('SIGKILL');
    expect(await serve()).toBe('approved');
  });

  it('B21 × f3: it stands still in the middle, a second broker is refused the file, and it goes on to serve', async () => {
    const { start, instamed, payment } = await world();
    const first = start('--import', strikeSqlite(3, 'SIGSTOP'));
    await struck(first);
    const second = start();
    if (second.stderr === null) throw new TypeError('no pipe');
    const [complaint, [code]] = await Promise.all([text(second.stderr), once(second, 'exit') as Promise<[number]>]);
    expect([code, complaint]).toEqual([1, expect.stringContaining('Another process has the database open.')]);
    first.kill('SIGCONT');
    expect(await settleOld(instamed, new Client(await readyUrl(first)), payment)).toBe('approved');
  });

  it('B21 × f8: its disk is full, it stops, and the next start with room migrates and serves', async () => {
    const { json, directory, serve } = await world();
    // The log of the migration would need more than 48 blocks of 512 bytes.
    const full = startBrokerProcess(json, { directory, before: 'ulimit -f 48' });
    if (full.stderr === null || full.stdout === null) throw new TypeError('no pipe');
    const [complaint, ready, [code]] = await Promise.all([text(full.stderr), text(full.stdout), once(full, 'exit') as Promise<[number]>]);
    expect([code, ready, complaint]).toEqual([1, '', expect.stringContaining('The disk failed under the database.')]);
    expect(await serve()).toBe('approved');
  });
});
