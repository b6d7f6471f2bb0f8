import type { PaymentSessionList } from '@collect-payment/contract';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs, tell } from '../../../../scripts/tried/tried.ts';
import { startTestBroker } from '../support/broker.ts';
import { basicInbound } from '../support/inbound.ts';
import { startInstaMed } from '../support/instamed.ts';
import { commands } from './commands.ts';
import { Model, type Real } from './model.ts';

/** As long as a token: in it nothing is polled by itself. */
const intervalMs = 900_000;

test(
  'whatever is called in whatever order, by whom it may be, the broker answers as a model of eleven calls does',
  { timeout: 1_800_000 },
  async (context) => {
    const instamed = await startInstaMed();
    const broker = await startTestBroker(instamed.url, { inbound: basicInbound, intervalMs, answerTimeoutMs: 20_000 });
    const made = { stories: 0, commands: 0 };
    const earlier = new Set<string>();

    /** Where the list ends now. */
    async function endOfList(): Promise<string> {
      let [cursor, hasMore] = ['0', true];
      while (hasMore) {
        const { body } = await broker.client.call<PaymentSessionList>(`/v1/payment-sessions?limit=100&changedSince=${cursor}`);
        [cursor, hasMore] = [body.nextCursor, body.hasMore];
        for (const { id } of body.data) earlier.add(id);
      }
      return cursor;
    }

    let cursor = await endOfList();
    const property = fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (story) => {
      made.stories += 1;
      const { stories } = made;
      let count = 0;
      const unique = () => `${stories}-${(count += 1)}`;
      const real: Real = { broker, instamed, cursor, earlier, unique, count: () => (made.commands += 1) };
      await fc.asyncModelRun(() => ({ model: new Model(), real }), story);
      cursor = await endOfList();
    });
    await fc.assert(property, runs(60));

    expect(made.commands).toBeGreaterThan(made.stories * 5);
    expect(broker.log.join('')).not.toMatch(/"type":"(internal_error|effect_failed|notice_failed|store_failed|audit_failed)"/);
    tell(context, 'API by a model', made.commands, `calls in ${made.stories} stories: every answer the model's`);
  },
);
