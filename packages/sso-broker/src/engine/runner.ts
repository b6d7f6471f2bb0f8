import { byBroker, type Origin } from '../audit/audit-event.ts';
import type { AuditDraft } from '../audit/audit-writer.ts';
import { auditEventsOf } from '../audit/session-audit.ts';
import type { Effect, ReversalEffect, TokenEffect } from '../session/effect.ts';
import { attentionItemsOf } from '../session/attention-item.ts';
import { hostEventsOf } from '../session/host-event.ts';
import { ReversalRefused } from '../session/judge-reversal.ts';
import { isUnseenSale } from '../session/check-sale.ts';
import { wantsAttention } from '../session/note.ts';
import { spendingOf } from '../session/reversal-spending.ts';
import { reversalsOf, findReversal } from '../session/reversals.ts';
import type { PaymentSession } from '../session/session.ts';
import type { SessionEvent } from '../session/session-event.ts';
import { transition } from '../session/transition.ts';
import type { Claim, ClaimedEffect, Commit, CommitOutcome } from '../storage/store.ts';
import type { Changes } from './changes.ts';
import type { EngineDependencies } from './engine.ts';
import { tellable } from './engine-log.ts';
import type { Unavailable } from './gateway.ts';
import { deliveriesOf } from './host-webhooks.ts';
import type { Leases } from './leases.ts';
import { lookUpReversal, sendReversal } from './send-reversal.ts';

/** A check can lead from a poll to a receipt and on to a pause; anything longer is the poller's. */
const maxRounds = 4;
const maxClaims = 16;

/** One loop: load, decide, store session and effects in one transaction, tell; and perform what was decided, feeding answers back. */
export class Runner {
  readonly #dependencies: EngineDependencies;
  readonly #leases: Leases;
  readonly #changes: Changes;
  readonly #wake: (dueAtMs: number) => void;

  /** `wake` is told when new work is due. */
  constructor(dependencies: EngineDependencies, leases: Leases, changes: Changes, wake: (dueAtMs: number) => void) {
    this.#dependencies = dependencies;
    this.#leases = leases;
    this.#changes = changes;
    this.#wake = wake;
  }

  /**
   * Decides and stores one event, whoever else changes the session meanwhile. Answers the session as stored. The answer to an
   * effect that is no longer ours to perform is dropped. `by` is whose doing it is, for the audit log.
   *
   * @throws TransitionError when the event is impossible, ReversalRefused when a void or refund is; nothing is stored then.
   */
  async apply(session: PaymentSession, event: SessionEvent, performed?: Claim, by: Origin = byBroker): Promise<PaymentSession> {
    let from = session;
    for (;;) {
      const [to, effects] = transition(from, event);
      if (to === from && effects.length === 0 && performed === undefined) return from;
      const deliveries = deliveriesOf(hostEventsOf(from, to), this.#dependencies.webhooks);
      const attention = attentionItemsOf(from, to);
      const audit = this.#auditOf(from, event, to, by);
      const spending = spendingOf(from, to, 'dailyCeilingCents' in event ? event.dailyCeilingCents : undefined);
      const commit = {
        from,
        to,
        effects,
        deliveries,
        attention,
        ...(spending !== undefined && { spending }),
        ...(performed !== undefined && { performed }),
        ...(audit && { audit }),
      };
      const outcome = await this.#commit(commit);
      if (outcome === 'over_ceiling') throw new ReversalRefused('daily_ceiling');
      if (outcome === 'committed') {
        this.#wakeFor(commit);
        if (to !== from) this.#tell(from, to);
        return to;
      }
      from = await this.#load(session.terms.id);
      if (outcome === 'lost') {
        this.#dependencies.log({ type: 'claim_lost', sessionId: session.terms.id });
        return from;
      }
    }
  }

  /** Performs a claimed effect to its end. A rejection leaves the effect stored: it is due again when its lease ends. */
  async perform(claimed: ClaimedEffect): Promise<void> {
    const { sessionId, effect } = claimed;
    const session = await this.#load(sessionId);
    if (effect.type === 'sendReversal') return sendReversal(this.#dependencies, this, session, effect, claimed);
    await this.apply(session, await this.#eventOf(session, effect), claimed);
  }

  /** Performs what is due for one session now, and what follows from it at once. */
  async performDue(sessionId: string): Promise<void> {
    for (let round = 0; round < maxRounds; round += 1) {
      const claimed = await this.#leases.claim(maxClaims, sessionId);
      if (claimed.length === 0) return;
      await Promise.all(claimed.map((effect) => this.performLogged(effect)));
    }
  }

  /** `perform` that never rejects. */
  async performLogged(claimed: ClaimedEffect): Promise<void> {
    try {
      await this.perform(claimed);
    } catch (error) {
      this.#dependencies.log({ type: 'effect_failed', sessionId: claimed.sessionId, effect: claimed.effect.type, error });
    } finally {
      this.#leases.end(claimed);
    }
  }

  /** An upstream call that gave no answer, for the log. */
  logUnavailable(
    { terms }: PaymentSession,
    call: 'launch' | 'sell' | (TokenEffect | ReversalEffect)['type'],
    { reason, code }: Unavailable,
  ): void {
    const { id: sessionId, tenantId } = terms;
    this.#dependencies.log({ type: 'upstream_unavailable', tenantId, sessionId, call, reason, ...(code !== undefined && { code }) });
  }

  /** What is noted in the session, after the notes that were there already. */
  logNotes({ terms, notes }: PaymentSession, known = 0): void {
    const { id: sessionId, tenantId } = terms;
    for (const note of notes.slice(known)) {
      this.#dependencies.log({ type: 'noted', tenantId, sessionId, note: tellable(note), attention: wantsAttention(note) });
    }
  }

  /** Only what somebody has done or found is recorded; a look that found nothing is not. */
  #auditOf(from: PaymentSession, event: SessionEvent, to: PaymentSession, origin: Origin): AuditDraft | undefined {
    const { audit } = this.#dependencies;
    if (audit === undefined || to === from) return undefined;
    const { tenantId, staff } = to.terms;
    const { atMs } = event;
    const events = auditEventsOf(from, event, to, audit.certificateOf(tenantId, atMs));
    return events.length === 0 ? undefined : audit.draft({ tenantId, atMs, origin, events, staffId: staff.id });
  }

  /** A commit that fails may be stored all the same: what came of it is looked for. */
  async #commit(commit: Commit): Promise<CommitOutcome> {
    try {
      return await this.#dependencies.store.commit(commit);
    } catch (error) {
      this.#wakeFor(commit);
      throw error;
    }
  }

  #wakeFor({ to, effects, deliveries = [] }: Commit): void {
    if (effects.length > 0) this.#wake(Math.min(...effects.map((effect) => effect.dueAtMs)));
    if (deliveries.length > 0) this.#dependencies.webhooks?.wake(to.terms.tenantId);
  }

  async #eventOf(session: PaymentSession, effect: Effect): Promise<SessionEvent> {
    if ('token' in effect) return this.#ask(session, effect);
    return 'reversalId' in effect ? lookUpReversal(this.#dependencies, this, session, effect) : this.#timerEvent(effect.type);
  }

  async #ask(session: PaymentSession, effect: TokenEffect): Promise<SessionEvent> {
    const { gateway, clock, random } = this.#dependencies;
    const { tenantId, outlet } = session.terms;
    const { token, attempt } = effect;
    if (effect.type === 'pollToken') {
      const answer = await gateway.tokenStatus(tenantId, token);
      const atMs = clock.nowMs();
      if (answer.type === 'deferred')
        return { type: 'tokenStatusDeferred', token, attempt, untilMs: answer.untilMs, jitter: random(), atMs };
      if (answer.type === 'status') return { type: 'tokenStatusRead', token, word: answer.word, meaning: answer.meaning, atMs };
      this.logUnavailable(session, effect.type, answer);
      return { type: 'tokenStatusUnavailable', token, attempt, jitter: random(), atMs };
    }
    if (isUnseenSale(session, token)) return { type: 'saleAnswerLost', token, given: 'time', atMs: clock.nowMs() };
    const answer = await gateway.viewReceipt(tenantId, outlet, token);
    const atMs = clock.nowMs();
    if (answer.type === 'deferred') return { type: 'receiptDeferred', token, attempt, untilMs: answer.untilMs, jitter: random(), atMs };
    if (answer.type === 'receipt') return { type: 'receiptRead', token, attempt, receipt: answer.receipt, atMs };
    if (answer.type === 'no-receipt') return { type: 'noReceiptRead', token, attempt, atMs };
    this.logUnavailable(session, effect.type, answer);
    return { type: 'receiptUnavailable', token, attempt, atMs };
  }

  #timerEvent(type: 'recoverLaunch' | 'expireSession'): SessionEvent {
    const atMs = this.#dependencies.clock.nowMs();
    return type === 'recoverLaunch' ? { type: 'launchRecoveryDue', atMs } : { type: 'lifetimeSpent', atMs };
  }

  #logReversals(from: PaymentSession, to: PaymentSession): void {
    const { id: sessionId, tenantId } = to.terms;
    for (const { id: reversalId, type, status } of reversalsOf(to)) {
      if (findReversal(from, reversalId)?.status === status) continue;
      this.#dependencies.log({ type: 'reversal_changed', tenantId, sessionId, reversalId, reversal: type, to: status });
    }
  }

  async #load(sessionId: string): Promise<PaymentSession> {
    const session = await this.#dependencies.store.load(sessionId);
    if (session === undefined) throw new Error('A stored effect or decision has no session');
    return session;
  }

  #tell(from: PaymentSession, to: PaymentSession): void {
    const { id: sessionId, tenantId } = to.terms;
    if (to.status !== from.status) {
      this.#dependencies.log({
        type: 'status_changed',
        tenantId,
        sessionId,
        from: from.status,
        to: to.status,
        late: 'late' in to && to.late,
      });
    }
    this.logNotes(to, from.notes.length);
    this.#logReversals(from, to);
    this.#changes.publish(to);
  }
}
