import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { terms } from '../support/client.ts';
import { makeDirectory } from '../support/directory.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';
import { limitDisk } from '../support/limited-disk.ts';

const large = { metadata: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, 'x'.repeat(500)])) };

it('on a full disk payments under way are finished, and new sessions are refused until there is room', { timeout: 60_000 }, async () => {
  const directory = makeDirectory();
  const disk = limitDisk(directory);
  const instamed = await startInstaMed();
  const broker = await startTestBroker(instamed.url, { intervalMs: 500 }, directory);
  const { client } = broker;
  const waiting = [];
  for (let count = 0; count < 30; count += 1) waiting.push(await client.create(large));

  disk.fill();
  let refused = await client.call('/v1/payment-sessions', { body: { ...terms, ...large } });
  while (refused.status === 201) refused = await client.call('/v1/payment-sessions', { body: { ...terms, ...large } });
  expect([refused.status, refused.body.error.code, refused.headers.get('retry-after')]).toEqual([503, 'ERR_STORE_FULL', '60']);

  const launches = [];
  const isSpent = () => broker.log.some((line) => line.includes('"type":"ballast_spent"'));
  for (const session of waiting) if (!isSpent()) launches.push([session, await client.launch(session)] as const);
  expect(isSpent()).toBe(true);
  expect(readdirSync(directory)).not.toContain('broker.sqlite-ballast');
  for (const [session, launch] of launches.slice(-2)) {
    const events = await client.follow(session);
    await onScreen(instamed, launch, 'pay');
    expect((await events.until('approved')).outcome).toMatchObject({ approvedAmount: { value: '125.00' } });
    await events.close();
  }
  expect((await client.call('/readyz', { key: '' })).status).toBe(200);

  disk.makeRoom();
  expect((await client.create(large)).status).toBe('created');
  expect(readdirSync(directory)).toContain('broker.sqlite-ballast');
  expect(broker.log.filter((line) => line.includes('"type":"store_failed"'))).toEqual([]);
});
