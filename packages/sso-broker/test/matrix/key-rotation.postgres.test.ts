import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../postgres/database.ts';
import { goOn, openPayment, startRotation } from './half-rotated.ts';

/** One broker has the old keys only, the other both: as far as a rotation has come. */
async function world() {
  const database = await createTestDatabase();
  const rotation = await startRotation({ databaseUrl: database.url });
  const old = await rotation.start('old');
  const payment = await openPayment(old.client);
  return { database, rotation, old, payment, both: await rotation.start('both') };
}

describe('two brokers, one of which has the old keys only', { timeout: 90_000 }, () => {
  it('B20 × f2: it is killed, and the other one takes its payments over', async () => {
    const { rotation, old, payment, both } = await world();
    old.child.kill('SIGKILL');
    await once(old.child, 'exit');
    expect(await goOn(rotation, both, payment)).toBe('approved');
  });

  it('B20 × f3: it stands still, and the other one takes its payments over', async () => {
    const { rotation, old, payment, both } = await world();
    old.child.kill('SIGSTOP');
    expect(await goOn(rotation, both, payment)).toBe('approved');
    old.child.kill('SIGCONT');
    // It wakes up to a payment that was settled without it, and serves on; what it opens the other one knows.
    const { session } = await openPayment(old.client);
    const page = `/v1/payment-sessions/${session.id}`;
    expect(await both.client.call(page, { key: session.clientSecret })).toMatchObject({ status: 200, body: { status: 'open' } });
  });

  it('B20 × f7: the database fails over, and payments opened under the old keys go on', async () => {
    const { database, rotation, old, payment, both } = await world();
    // Its webhooks would not carry the new signature.
    old.child.kill('SIGTERM');
    await once(old.child, 'exit');
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'collect-payment-%'",
    );
    expect(await goOn(rotation, both, payment)).toBe('approved');
  });
});
