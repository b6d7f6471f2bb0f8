import { afterEach, expect, test } from 'vitest';
import { newSession, TestBroker } from '../../test/engine/broker.ts';
import { terms } from '../../test/session/terms.ts';
import type { Store } from '../storage/store.ts';
import { StoreError } from '../storage/store-error.ts';

const dayMs = 86_400_000;
let broker: TestBroker;

afterEach(() => broker.end());

/** What a database does that is lost in the middle of a commit: it is stored, and nobody is told. */
async function unconfirmed(storing: Promise<unknown>): Promise<never> {
  await storing;
  throw new StoreError('ERR_STORE_UNAVAILABLE');
}

/** A store with some of its methods changed. */
const changed = (store: Store, change: Partial<Store>): Store =>
  new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(name in change ? change : target, name);
      return typeof value === 'function' && !(name in change) ? value.bind(target) : value;
    },
  });

const withoutConfirmation = (store: Store) => changed(store, { commit: (commit) => unconfirmed(store.commit(commit)) });

test('a webhook is looked for even when nobody confirmed that its decision is stored', async () => {
  const woken: string[] = [];
  broker = new TestBroker(withoutConfirmation, { endpointsFor: () => ['portal'], wake: (tenantId) => woken.push(tenantId) });
  const id = await broker.created();
  await expect(broker.engine.cancel(id)).rejects.toThrow(StoreError);
  const request = { tenantId: terms.tenantId, afterPosition: 0, limit: 9 };
  expect((await broker.store.outbox.list(request)).items).toMatchObject([{ type: 'payment.settled', status: 'pending' }]);
  expect(woken).toEqual([terms.tenantId]);
});

test('a session expires even when nobody confirmed that it was created', async () => {
  broker = new TestBroker((store) => changed(store, { create: (...given) => unconfirmed(store.create(...given)) }));
  // The poller has looked, and has found nothing that it could wait for.
  await broker.clock.advance(0);
  await expect(broker.engine.create(newSession)).rejects.toThrow(StoreError);
  for (let day = 0; day < 2; day += 1) await broker.clock.advance(dayMs);
  const { sessions } = await broker.store.listChanged(terms.tenantId, 0, 9);
  expect(sessions.map(({ status }) => status)).toEqual(['expired']);
});
