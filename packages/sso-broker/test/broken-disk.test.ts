import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { brokerJson } from './support/broker-json.ts';
import { readyUrl, startBrokerProcess } from './support/broker-process.ts';
import { Client, terms } from './support/client.ts';

it('a broker whose disk fails answers 503, says why in its log, and ends with a failure', { timeout: 60_000 }, async () => {
  // No file may grow past 1,024 blocks of 512 bytes: the write fails with EFBIG, which is SQLITE_IOERR_WRITE.
  const child = startBrokerProcess(brokerJson('http://127.0.0.1:9'), { before: 'ulimit -f 1024', variables: { BROKER_PORT: '0' } });
  if (child.stderr === null) throw new TypeError('no pipe');
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const log = text(child.stderr);
  const client = new Client(await readyUrl(child));

  const create = { body: { ...terms, metadata: { filler: 'x'.repeat(500) } } };
  let status = 201;
  while (status === 201) ({ status } = await client.call('/v1/payment-sessions', create));

  expect(status).toBe(503);
  expect((await ended)[0]).toBe(1);
  expect(await log).toMatch(/"level":"fatal".*"type":"store_broken".*"code":"ERR_STORE_IO"/);
});
