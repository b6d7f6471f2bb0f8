import { byBroker, byInstaMed, type Origin } from '../audit/audit-event.ts';
import { auditEventsOfCreation } from '../audit/session-audit.ts';
import { writePaymentSessionId } from '../identity/payment-session-id.ts';
import { judgeDuplicate } from '../session/judge-duplicate.ts';
import { sessionLifetimeMs } from '../session/schedule.ts';
import type { PaymentSession } from '../session/session.ts';
import type { PaymentHint } from '../session/session-event.ts';
import type { Terms } from '../session/terms.ts';
import { awaitsCheckAnswer } from '../session/check-sale.ts';
import { createSession } from '../session/transition.ts';
import { TransitionError } from '../session/transition-error.ts';
import type { AuditOfCreation, ClaimedEffect, IdempotencyKey } from '../storage/store.ts';
import { Changes } from './changes.ts';
import type { Conflict, CreateResult, Duplicates, Engine, EngineDependencies, NewSession, NotFound } from './engine.ts';
import { followOthers } from './follow-others.ts';
import { InFlight } from './in-flight.ts';
import { launchSession } from './launch-session.ts';
import { Leases } from './leases.ts';
import { pay } from './pay.ts';
import { Poller } from './poller.ts';
import { reversePayment } from './reverse-payment.ts';
import type { ReversalRequest, ReversalResult } from './reversal-request.ts';
import { Runner } from './runner.ts';
import { sell } from './sell.ts';

const sessionIdBytes = 16;
/** Effects performed at the same time. */
const maxInFlight = 192;
/** The least time between two looks that a page asks for. */
const checkGapMs = 2_000;

/** The engine over its store and gateway. It does nothing by itself until `start`. */
export function createEngine(dependencies: EngineDependencies): Engine {
  const { store, clock } = dependencies;
  const changes = new Changes();
  const inFlight = new InFlight();
  const leases = new Leases(dependencies);
  const runner = new Runner(dependencies, leases, changes, (dueAtMs) => poller.wake(dueAtMs));
  const work = {
    claim: (limit: number) => leases.claim(limit),
    nextDueAtMs: (nowMs: number) => store.nextDueAtMs(nowMs),
    performLogged: (claimed: ClaimedEffect) => runner.performLogged(claimed),
  };
  const poller = new Poller({ isShared: store.isShared, clock, log: dependencies.log }, work, maxInFlight);
  const stopFollowing = followOthers(dependencies, changes);

  return {
    create: (newSession, idempotencyKey, duplicates, by) => inFlight.track(create(newSession, idempotencyKey, duplicates, by)),

    launch: async (sessionId, display, by, insteadOfMs) => {
      // A page that was paid on makes way for none.
      if (insteadOfMs !== undefined) await inFlight.track(checkNow(sessionId, checkGapMs));
      const reason = insteadOfMs === undefined ? {} : { insteadOfMs };
      return decide(sessionId, (session) => launchSession(dependencies, runner, session, display, by, reason));
    },

    payByCardRead: (sessionId, read, by) => decide(sessionId, (session) => sell(dependencies, runner, session, read, by)),

    pay: (newSession, order, idempotencyKey, duplicates, by) =>
      inFlight.track(
        create({ ...newSession, tender: order.tender.type }, idempotencyKey, duplicates, by).then((created) =>
          pay(dependencies, runner, created, order, by),
        ),
      ),

    cancel: (sessionId, by) =>
      decide(sessionId, async (session) => {
        await runner.apply(session, { type: 'cancelRequested', atMs: clock.nowMs() }, undefined, by);
        await runner.performDue(sessionId);
        return { type: 'session', session: (await store.load(sessionId)) ?? session } as const;
      }),

    checkNow: (sessionId) => inFlight.track(checkNow(sessionId, checkGapMs)),

    hint: (sessionId, hint) => inFlight.track(followHint(sessionId, hint)),

    reverse: (sessionId, request, by) => inFlight.track(reverse(sessionId, request, by)),

    openReceipt: (order) => inFlight.track(dependencies.gateway.openReceipt(order)),

    get: (sessionId) => store.load(sessionId),

    findByTransaction: async (tenantId, transactionId) => {
      const [payment] = await store.payments.find(tenantId, [transactionId.toLowerCase()]);
      return payment === undefined ? undefined : store.load(payment.sessionId);
    },

    list: (tenantId, afterPosition, limit) => store.listChanged(tenantId, afterPosition, limit),

    subscribe: (sessionId, listener) => changes.subscribe(sessionId, listener),

    start: () => poller.start(),

    async stop() {
      await poller.stop();
      await inFlight.settled();
      leases.stop();
      stopFollowing();
    },
  };

  async function create(
    newSession: NewSession,
    idempotencyKey?: IdempotencyKey,
    duplicates?: Duplicates,
    origin: Origin = byBroker,
  ): Promise<CreateResult> {
    const createdAtMs = clock.nowMs();
    const terms: Terms = {
      ...newSession,
      id: writePaymentSessionId(dependencies.randomBytes(sessionIdBytes)),
      polling: dependencies.polling,
      createdAtMs,
      expiresAtMs: createdAtMs + sessionLifetimeMs,
    };
    const [session, effects] = createSession(terms);
    const guard = duplicates && {
      subject: duplicates.subject,
      judge: (rivals: readonly PaymentSession[]) => judgeDuplicate(session, rivals, duplicates.policy),
    };
    // Before it is stored: a creation that fails may be stored all the same.
    poller.wake(terms.expiresAtMs);
    const outcome = await store.create(session, effects, idempotencyKey, guard, auditOfCreation(origin));
    if (outcome.type === 'created') runner.logNotes(outcome.session);
    if (outcome.type !== 'key_used') return outcome;
    if (outcome.fingerprint !== idempotencyKey?.fingerprint) return { type: 'key_reused' };
    if (outcome.answer !== undefined) return { type: 'answered', answer: outcome.answer };
    const first = await store.load(outcome.sessionId);
    return { type: 'replayed', session: createSession(first?.terms ?? terms)[0] };
  }

  function auditOfCreation(origin: Origin): AuditOfCreation | undefined {
    const { audit } = dependencies;
    return (
      audit &&
      ((type, session) => {
        const { tenantId, staff } = session.terms;
        const events = auditEventsOfCreation(type, session);
        return audit.draft({ tenantId, atMs: clock.nowMs(), origin, events, staffId: staff.id });
      })
    );
  }

  /** Runs a decision on the stored session; what its status forbids is an answer, not an exception. */
  async function decide<Result>(
    sessionId: string,
    run: (session: PaymentSession) => Promise<Result>,
  ): Promise<Result | Conflict | NotFound> {
    const session = await store.load(sessionId);
    if (session === undefined) return { type: 'not_found' };
    try {
      return await inFlight.track(run(session));
    } catch (error) {
      if (!(error instanceof TransitionError)) throw error;
      return { type: 'conflict', reason: error.refusal, session: (await store.load(sessionId)) ?? session };
    }
  }

  async function followHint(sessionId: string, hint: PaymentHint): Promise<'looked' | 'launching' | 'not_found'> {
    const session = await store.load(sessionId);
    if (session === undefined) return 'not_found';
    // Its token may be the one that the launch is about to answer.
    if (session.status === 'launching') return 'launching';
    // Its sale's own answer may be on its way, and says more.
    if (awaitsCheckAnswer(session)) return 'launching';
    await runner.apply(session, { type: 'paymentHinted', hint, atMs: clock.nowMs() }, undefined, byInstaMed);
    // Hints are few: a repeated one never comes this far.
    await checkNow(sessionId, 0);
    return 'looked';
  }

  async function reverse(sessionId: string, request: ReversalRequest, by?: Origin): Promise<ReversalResult | NotFound> {
    const session = await store.load(sessionId);
    return session === undefined ? { type: 'not_found' } : reversePayment(dependencies, runner, session, request, by);
  }

  async function checkNow(sessionId: string, gapMs: number): Promise<PaymentSession | undefined> {
    if (await store.bringForward(sessionId, clock.nowMs(), gapMs)) await runner.performDue(sessionId);
    // What could not be performed now is due now, and the poller's.
    poller.wake(clock.nowMs());
    return store.load(sessionId);
  }
}
