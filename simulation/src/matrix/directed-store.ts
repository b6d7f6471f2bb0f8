import type { Commit, PaymentSession, Store } from '@collect-payment/sso-broker/core';
import type { Observer } from '../broker/store-port.ts';
import type { Row } from './table.ts';
import type { Stage, Struck } from './stage.ts';

interface Instants {
  readonly before?: Row;
  readonly after?: Row;
}

/** The store as one process reaches it. Each transaction that a row of the table names is an instant before it, and one after it. */
export function directedStore(store: Store, process: Struck, world: Stage, observe: Observer): Store {
  const { outbox, inbox } = store;
  return {
    isShared: world.disk.isShared,
    attention: store.attention,
    requestKeys: store.requestKeys,
    retention: store.retention,
    audit: store.audit,
    backlog: store.backlog,
    create: (session, effects, key, guard, auditOf) =>
      transact({ before: 'B0', after: 'B1' }, async () => {
        const outcome = await seen(
          () => store.create(session, effects, key, guard, auditOf),
          () => observe.created(session),
        );
        if (outcome.type === 'created') observe.created(session);
        return outcome;
      }),
    commit: (commit) =>
      transact(instantsOf(commit), async () => {
        const outcome = await seen(
          () => store.commit(commit),
          () => observe.committed(commit),
        );
        if (outcome === 'committed') {
          process.stored();
          observe.committed(commit);
        } else world.refused.push(process.name);
        return outcome;
      }),
    load: (sessionId) => transact({}, () => store.load(sessionId)),
    listChanged: (tenantId, after, limit) => transact({}, () => store.listChanged(tenantId, after, limit)),
    claimDue: (request) =>
      transact({}, async () => {
        const claimed = await store.claimDue(request);
        observe.claimed(claimed, request.leaseMs);
        return claimed;
      }),
    nextDueAtMs: (nowMs) => transact({}, () => store.nextDueAtMs(nowMs)),
    renew: (claims, lease) =>
      transact({}, async () => {
        await store.renew(claims, lease);
        observe.renewed(claims, lease.leaseMs);
      }),
    findByToken: (tenantId, token) => transact({}, () => store.findByToken(tenantId, token)),
    payments: {
      list: (query) => transact({}, () => store.payments.list(query)),
      find: (tenantId, transactionIds) => transact({}, () => store.payments.find(tenantId, transactionIds)),
    },
    bringForward: (sessionId, nowMs, gapMs) => transact({}, () => store.bringForward(sessionId, nowMs, gapMs)),
    outbox: {
      claimDue: (claim) => transact({}, () => outbox.claimDue(claim)),
      nextDueAtMs: (endpoint, nowMs) => transact({}, () => outbox.nextDueAtMs(endpoint, nowMs)),
      record: (claimed, url, atMs, result) =>
        transact({ before: 'B12' }, async () => {
          const stored = await outbox.record(claimed, url, atMs, result);
          if (stored) process.stored();
          else world.refused.push(process.name);
          return stored;
        }),
      release: (claimed) => transact({}, () => outbox.release(claimed)),
      list: (request) => outbox.list(request),
      find: (tenantId, id) => outbox.find(tenantId, id),
      replay: (tenantId, id, nowMs, audit) => outbox.replay(tenantId, id, nowMs, audit),
    },
    inbox: {
      put: (notice) =>
        transact({ before: 'B15', after: 'B16' }, async () => {
          const outcome = await inbox.put(notice);
          process.stored();
          return outcome;
        }),
      claimDue: (claim) => transact({}, () => inbox.claimDue(claim)),
      nextDueAtMs: (nowMs) => transact({}, () => inbox.nextDueAtMs(nowMs)),
      finish: (id, againAtMs) => transact({}, () => inbox.finish(id, againAtMs)),
    },
    watch: (watcher) => store.watch(watcher),
    ping: () => store.ping(),
    close: () => store.close(),
  };

  /** What is on the disk is on the oracle's, whatever the process was told of it. */
  async function seen<Result>(work: () => Promise<Result>, stored: () => void): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (world.disk.storedLast) stored();
      throw error;
    }
  }

  async function transact<Result>({ before, after }: Instants, work: () => Promise<Result>): Promise<Result> {
    await process.comesTo(before);
    world.refuseWhileDown();
    const result = await work();
    world.leaveUnconfirmed();
    await process.comesTo(after);
    return result;
  }
}

function instantsOf({ from, to, performed }: Commit): Instants {
  const reversed = to.reversals?.find((reversal, at) => reversal.status !== from.reversals?.[at]?.status);
  if (reversed?.status === 'pending' && from.reversals?.length !== to.reversals?.length) return { after: 'B17' };
  if (reversed !== undefined && performed !== undefined && wasSent(from, reversed.id)) return { before: 'B19' };
  if (from.status === 'launching' && to.status === 'open') return { before: 'B3', after: 'B4' };
  if (from.status === 'open' && to.status === 'confirming') {
    return { before: to.current.stage === 'reading' && to.current.evidence === 'unknown' ? 'B13' : 'B7' };
  }
  // What a look-up of the receipt has brought.
  return from.status === 'confirming' && performed !== undefined ? { before: 'B10' } : {};
}

function wasSent({ reversals = [] }: PaymentSession, reversalId: string): boolean {
  return reversals.some(({ id, status }) => id === reversalId && status === 'sent');
}
