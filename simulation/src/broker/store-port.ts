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
  /** Whether the way to the store is cut; it never is to an embedded one. */
  readonly isCut: () => boolean;
  /** Something was written: others may find work. */
  readonly stir: () => void;
  /** The process dies here and now; false when it has died often enough. */
  readonly crash: () => boolean;
  /** Told in the moment a transaction commits, whoever still hears of it. */
  readonly observe: Observer;
}

export interface Observer {
  committed(commit: Parameters<Store['commit']>[0]): void;
  created(session: Parameters<Store['create']>[0]): void;
  claimed(claims: Awaited<ReturnType<Store['claimDue']>>, leaseMs: number): void;
  renewed(claims: Parameters<Store['renew']>[0], leaseMs: number): void;
  noticed(notice: Parameters<Store['inbox']['put']>[0]): void;
  /** The process has handed over what it held. */
  handedOver(): void;
}

/** As PostgresStore's. */
const connectTimeoutMs = 5_000;

/**
 * The store as one broker process reaches it: slow, refusing, and the place where most crashes strike, just before a transaction or just
 * after it, when it is on disk and nobody has been told.
 */
export function storePort({ core, store, life, faults, random, isCut, stir, crash, observe }: StorePortDependencies): Store {
  const slow = faults.strikes('disk slow');
  const latencyMs = (): number => random.between(0, 40);

  return {
    isShared: store.isShared,
    create: (session, effects, idempotencyKey, guard, auditOf) =>
      call(async () => {
        const outcome = await written(store.create(session, effects, idempotencyKey, guard, auditOf));
        if (outcome.type === 'created') observe.created(outcome.session);
        return outcome;
      }),
    commit: (commit) =>
      call(async () => {
        const outcome = await written(store.commit(commit));
        if (outcome === 'committed') observe.committed(commit);
        return outcome;
      }),
    load: (sessionId) => call(() => store.load(sessionId)),
    listChanged: (tenantId, afterPosition, limit) => call(() => store.listChanged(tenantId, afterPosition, limit)),
    claimDue: (request) =>
      call(async () => {
        const claims = await store.claimDue(request);
        observe.claimed(claims, request.leaseMs);
        return claims;
      }),
    nextDueAtMs: (nowMs) => call(() => store.nextDueAtMs(nowMs)),
    renew: (claims, lease) =>
      call(async () => {
        await store.renew(claims, lease);
        observe.renewed(claims, lease.leaseMs);
      }),
    findByToken: (tenantId, token) => call(() => store.findByToken(tenantId, token)),
    payments: {
      list: (query) => call(() => store.payments.list(query)),
      find: (tenantId, transactionIds) => call(() => store.payments.find(tenantId, transactionIds)),
    },
    outbox: {
      claimDue: (claim) => call(() => store.outbox.claimDue(claim)),
      nextDueAtMs: (endpoint, nowMs) => call(() => store.outbox.nextDueAtMs(endpoint, nowMs)),
      record: (claimed, url, atMs, result) => call(() => written(store.outbox.record(claimed, url, atMs, result))),
      release: (claimed) => call(() => written(store.outbox.release(claimed))),
      list: (request) => call(() => store.outbox.list(request)),
      find: (tenantId, deliveryId) => call(() => store.outbox.find(tenantId, deliveryId)),
      replay: (tenantId, deliveryId, nowMs, audit) => call(() => written(store.outbox.replay(tenantId, deliveryId, nowMs, audit))),
    },
    // Items come in by commit.
    attention: store.attention,
    inbox: {
      put: (notice) =>
        call(async () => {
          const outcome = await written(store.inbox.put(notice));
          observe.noticed(notice);
          return outcome;
        }),
      claimDue: (claim) => call(() => store.inbox.claimDue(claim)),
      nextDueAtMs: (nowMs) => call(() => store.inbox.nextDueAtMs(nowMs)),
      finish: (noticeId, againAtMs) => call(() => written(store.inbox.finish(noticeId, againAtMs))),
    },
    requestKeys: store.requestKeys,
    retention: store.retention,
    // What the engine records comes in by create and commit.
    audit: store.audit,
    backlog: store.backlog,
    watch: (watcher) => store.watch(watcher),
    bringForward: (sessionId, nowMs, gapMs) => call(() => written(store.bringForward(sessionId, nowMs, gapMs))),
    ping: () => call(() => store.ping()),
    close: async () => {
      if (isCut()) return;
      await written(store.close());
      observe.handedOver();
    },
  };

  /** Others may find work now. */
  async function written<Result>(writing: Promise<Result>): Promise<Result> {
    const result = await writing;
    stir();
    return result;
  }

  async function call<Result>(transact: () => Promise<Result>): Promise<Result> {
    if (slow) await wait();
    if (dies()) return never();
    if (isCut()) {
      await wait(connectTimeoutMs);
      throw new core.StoreError('ERR_STORE_UNAVAILABLE');
    }
    if (faults.strikes('disk refuses')) throw new core.StoreError('ERR_STORE_UNAVAILABLE');
    const result = await transact();
    if (dies()) return never();
    // What a database does that is lost in the middle of a commit: it is stored, and the caller is told that nobody knows.
    if (isCut() || faults.strikes('commit unconfirmed')) throw new core.StoreError('ERR_STORE_UNAVAILABLE');
    if (slow) await wait();
    return result;
  }

  async function wait(delayMs = latencyMs()): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    life.later(delayMs, resolve);
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
