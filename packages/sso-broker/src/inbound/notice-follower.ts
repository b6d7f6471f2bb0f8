import type { Clock } from '../engine/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { Poller } from '../engine/poller.ts';
import type { ClaimedNotice, Notice } from '../storage/inbox.ts';
import type { Store } from '../storage/store.ts';
import type { InboundLogEntry } from './inbound-log.ts';

export interface FollowerDependencies {
  readonly store: Pick<Store, 'inbox' | 'findByToken' | 'isShared'>;
  readonly engine: Pick<Engine, 'get' | 'hint'>;
  readonly clock: Clock;
  readonly log: (entry: InboundLogEntry) => void;
}

const noticesInFlight = 16;
const leaseMs = 60_000;
/** A launch is answered or given up within that. */
const launchPauseMs = 5_000;

/** Follows InstaMed's webhooks, once they are stored, to the sessions that they are about. What they say is not believed: it is looked up. */
export class NoticeFollower {
  readonly #dependencies: FollowerDependencies;
  readonly #poller: Poller<ClaimedNotice>;
  readonly #underWay = new Set<number>();

  constructor(dependencies: FollowerDependencies) {
    this.#dependencies = dependencies;
    const { store, clock, log } = dependencies;
    const work = {
      claim: (limit: number) => store.inbox.claimDue({ nowMs: clock.nowMs(), limit, leaseMs }),
      nextDueAtMs: (nowMs: number) => store.inbox.nextDueAtMs(nowMs),
      performLogged: (claimed: ClaimedNotice) => this.#follow(claimed),
    };
    this.#poller = new Poller({ isShared: store.isShared, clock, log }, work, noticesInFlight);
  }

  start(): void {
    this.#poller.start();
  }

  /** Stores a notice, and follows it soon. Once this resolves it cannot be lost. */
  async receive(notice: Notice): Promise<'new' | 'known'> {
    const outcome = await this.#dependencies.store.inbox.put(notice);
    if (outcome === 'new') this.#poller.wake(this.#dependencies.clock.nowMs());
    return outcome;
  }

  /** Claims nothing more, and waits for what is being followed. */
  async stop(): Promise<void> {
    await this.#poller.stop();
  }

  /** Hands over what is still being followed: whoever comes next looks again. When the store is away the leases end by themselves. */
  async handOver(): Promise<void> {
    const { store, clock } = this.#dependencies;
    await Promise.allSettled([...this.#underWay].map((noticeId) => store.inbox.finish(noticeId, clock.nowMs())));
  }

  async #follow({ noticeId, notice }: ClaimedNotice): Promise<void> {
    const { store, engine, clock, log } = this.#dependencies;
    const { tenantId, transactionId, statusCode, transactionAction, token, originalTransactionId, cents, checkCents } = notice;
    const hint = {
      transactionId,
      statusCode,
      transactionAction,
      ...(token !== undefined && { token }),
      ...(checkCents !== undefined && { checkCents }),
      ...(originalTransactionId !== undefined && { originalTransactionId }),
      ...(cents !== undefined && { cents }),
    };
    this.#underWay.add(noticeId);
    try {
      const sessionIds = await this.#find(notice);
      const results = await Promise.all(sessionIds.map((sessionId) => engine.hint(sessionId, hint)));
      if (sessionIds.length === 0) log({ type: 'notice_unmatched', tenantId, statusCode });
      for (const sessionId of sessionIds) log({ type: 'notice_followed', tenantId, sessionId, statusCode });
      const waits = results.includes('launching') ? clock.nowMs() + launchPauseMs : undefined;
      await store.inbox.finish(noticeId, waits);
      if (waits !== undefined) this.#poller.wake(waits);
    } catch (error) {
      // The notice stays stored, and is due again when its lease ends.
      log({ type: 'notice_failed', tenantId, error });
    } finally {
      this.#underWay.delete(noticeId);
    }
  }

  /** By the token, which InstaMed made; else by the session's id, which we had sent along. */
  async #find({ tenantId, token, sessionId }: Notice): Promise<readonly string[]> {
    const { store, engine } = this.#dependencies;
    const byToken = token === undefined ? [] : await store.findByToken(tenantId, token);
    if (byToken.length > 0 || sessionId === undefined) return byToken;
    const session = await engine.get(sessionId);
    return session?.terms.tenantId === tenantId ? [sessionId] : [];
  }
}
