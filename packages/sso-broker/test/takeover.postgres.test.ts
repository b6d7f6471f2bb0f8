import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { createTestDatabase } from './postgres/database.ts';
import { brokerJson, type BrokerChoices } from './support/broker-json.ts';
import { readyUrl, startBrokerProcess } from './support/broker-process.ts';
import { Client } from './support/client.ts';
import { onScreen, startInstaMed } from './support/instamed.ts';
import { duplicatesOf, recordPolls, type Poll } from './support/poll-recorder.ts';

const intervalMs = 500;
/** What is promised: a lease of 15 s, and a look at the shared work every 2 s. */
const takeoverMs = 20_000;

async function startProcess(instamedUrl: string, choices: BrokerChoices & { readonly databaseUrl: string }) {
  const variables = { DATABASE_URL: choices.databaseUrl, BROKER_PORT: '0' };
  const child = startBrokerProcess(brokerJson(instamedUrl, choices), { variables });
  child.stderr?.resume();
  return { child, client: new Client(await readyUrl(child)) };
}

it('a broker takes over the tokens of one that was killed, within 20 s, and settles what was paid', { timeout: 90_000 }, async () => {
  const instamed = await startInstaMed();
  const { url: databaseUrl } = await createTestDatabase();
  const polls: Poll[] = [];
  const recorders = await Promise.all(['first', 'second'].map((name) => recordPolls(name, instamed.url, polls)));
  const [first, second] = await Promise.all(
    recorders.map(({ origin }) => startProcess(instamed.url, { databaseUrl, intervalMs, tokenStatusOrigin: origin })),
  );
  if (first === undefined || second === undefined) throw new TypeError('two brokers');
  const sessions = await Promise.all(Array.from({ length: 12 }, () => first.client.create()));
  const launches = await Promise.all(sessions.map((session) => first.client.launch(session)));
  await vi.waitFor(() => expect(new Set(polls.map(({ token }) => token)).size).toBe(sessions.length), { timeout: 20_000 });

  // It dies while it waits for answers: what it was performing is held by its leases, and by nothing else.
  const interrupted = recorders[0]?.holdAnswers();
  await vi.waitFor(() => expect(interrupted?.size).toBeGreaterThan(0), { timeout: 20_000 });
  const killedAtMs = Date.now();
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const pollsAfter = () => polls.filter(({ broker, startedAtMs }) => broker === 'second' && startedAtMs > killedAtMs);
  await vi.waitFor(() => expect(new Set(pollsAfter().map(({ token }) => token)).size).toBe(sessions.length), { timeout: 40_000 });
  const polledAgainMs = new Map(
    pollsAfter()
      .toReversed()
      .map(({ token, startedAtMs }) => [token, startedAtMs - killedAtMs]),
  );
  expect(Math.max(...polledAgainMs.values())).toBeLessThan(takeoverMs);

  await Promise.all(launches.map((launch) => onScreen(instamed, launch, 'pay')));
  for (const { id } of sessions)
    await vi.waitFor(async () => expect((await second.client.read(id)).status).toBe('approved'), { timeout: 20_000 });
  expect(duplicatesOf(polls, intervalMs)).toEqual([]);
});
