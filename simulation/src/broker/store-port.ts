import type { Store } from '@collect-payment/sso-broker/core';
import type { BrokerCore } from './broker-core.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Life } from './life.ts';

export interface StorePortDependencies {
  readonly core: BrokerCore;
  readonly store: Store;
  readonly life: Life;
  readonly faults: Faults;
  readonly random: Random;
  /** The process dies here and now; false when it has died often enough. */
  readonly crash: () => boolean;
  /** Told in the moment a transaction commits, whoever still hears of it. */
  readonly observe: Observer;
}

export interface Observer {
  committed(commit: Parameters<Store['commit']>[0]): void;
  created(session: Parameters<Store['create']>[0]): void;
}

/**
 * The store as one broker process reaches it: slow, refusing, and the place where most crashes strike, just before a transaction or just
 * after it, when it is on disk and nobody has been told.
 */
export function storePort({ core, store, life, faults, random, crash, observe }: StorePortDependencies): Store {
  const slow = faults.strikes('disk slow');
  const latencyMs = (): number => random.between(0, 40);

  return {
    isShared: store.isShared,
    create: (session, effects, idempotencyKey) =>
      call(async () => {
        const outcome = await store.create(session, effects, idempotencyKey);
        if (outcome.type === 'created') observe.created(session);
        return outcome;
      }),
    commit: (commit) =>
      call(async () => {
        const outcome = await store.commit(commit);
        if (outcome === 'committed') observe.committed(commit);
        return outcome;
      }),
    load: (sessionId) => call(() => store.load(sessionId)),
    listChanged: (tenantId, afterPosition, limit) => call(() => store.listChanged(tenantId, afterPosition, limit)),
    claimDue: (request) => call(() => store.claimDue(request)),
    nextDueAtMs: (nowMs) => call(() => store.nextDueAtMs(nowMs)),
    renew: (claims, lease) => call(() => store.renew(claims, lease)),
    findByToken: (tenantId, token) => call(() => store.findByToken(tenantId, token)),
    // No webhook travels in this world; the list of attention comes in by commit.
    outbox: store.outbox,
    attention: store.attention,
    inbox: store.inbox,
    watch: (watcher) => store.watch(watcher),
    bringForward: (sessionId, nowMs, gapMs) => call(() => store.bringForward(sessionId, nowMs, gapMs)),
    ping: () => call(() => store.ping()),
    close: () => store.close(),
  };

  async function call<Result>(transact: () => Promise<Result>): Promise<Result> {
    if (slow) await wait();
    if (dies()) return never();
    if (faults.strikes('disk refuses')) throw new core.StoreError('ERR_STORE_UNAVAILABLE');
    const result = await transact();
    if (dies()) return never();
    // What a database does that is lost in the middle of a commit: it is stored, and the caller is told that nobody knows.
    if (faults.strikes('commit unconfirmed')) throw new core.StoreError('ERR_STORE_UNAVAILABLE');
    if (slow) await wait();
    return result;
  }

  async function wait(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    life.later(latencyMs(), resolve);
    return promise;
  }

  function dies(): boolean {
    return !life.alive || (faults.strikes('crash') && crash());
  }
}

/** Nobody is left to be answered. */
async function never(): Promise<never> {
  return Promise.withResolvers<never>().promise;
}
