import type { CreatedPaymentSession } from '@collect-payment/contract';
import { expect, it } from 'vitest';
import { createTestDatabase } from './postgres/database.ts';
import { startTestBroker } from './support/broker.ts';
import { terms } from './support/client.ts';

const nowhere = 'http://127.0.0.1:9';
const rounds = 10;

it('two brokers on one database, asked at the same time, make one session of one thing to be paid', { timeout: 60_000 }, async () => {
  const { url } = await createTestDatabase();
  const start = () => startTestBroker(nowhere, { databaseUrl: url, duplicateGuard: 'default' });
  const brokers = await Promise.all([start(), start()]);
  for (let round = 0; round < rounds; round += 1) {
    const body = { ...terms, invoice: `INV-${round}` };
    // Two of each, so that a broker races with itself as well as with the other.
    const asked = [...brokers, ...brokers].map(({ client }) => client.call<CreatedPaymentSession>('/v1/payment-sessions', { body }));
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 200, 200, 201]);
    expect(answers.filter(({ body: session }) => session.joined)).toHaveLength(3);
    expect(new Set(answers.map(({ body: session }) => `${session.id} ${session.clientSecret}`)).size).toBe(1);
  }
  for (const { client } of brokers) expect((await client.list()).data).toHaveLength(rounds);
});
