import type { Origin } from '../audit/audit-event.ts';
import { isRefusedSale } from '../session/sale-steps.ts';
import { isSettled, type PaymentSession } from '../session/session.ts';
import { TransitionError } from '../session/transition-error.ts';
import type { CreateResult, EngineDependencies, PayResult } from './engine.ts';
import type { TenderOrder } from './gateway.ts';
import type { Runner } from './runner.ts';
import { sell } from './sell.ts';

/**
 * Pays the session that was made for the order, or found by its Idempotency-Key. What may have been sold is answered as it stands and never sold
 * again. A sale that InstaMed refused ends the session, after a look for a receipt: an error of InstaMed's could come after the work.
 */
export async function pay(
  dependencies: EngineDependencies,
  runner: Runner,
  created: CreateResult,
  order: TenderOrder,
  by?: Origin,
): Promise<PayResult> {
  switch (created.type) {
    case 'created':
      return payOnce(dependencies, runner, created.session, order, false, by);
    case 'replayed':
      return payOnce(dependencies, runner, await reload(dependencies, created.session), order, true, by);
    case 'joined':
      // Whoever asked for the other one named what it is paid by.
      return { type: 'refused', reason: 'live', session: created.session };
    case 'refused':
    case 'answered':
    case 'key_reused':
      return created;
    default:
      return created satisfies never;
  }
}

async function payOnce(
  dependencies: EngineDependencies,
  runner: Runner,
  session: PaymentSession,
  order: TenderOrder,
  replayed: boolean,
  by?: Origin,
): Promise<PayResult> {
  if (mayHaveBeenSold(session)) return resultOf(session, replayed);
  try {
    const result = await sell(dependencies, runner, session, order, by);
    if (result.type === 'paid') return resultOf(result.session, replayed);
    if (result.type !== 'sale_refused' || result.unheard === true) return result;
    return resultOf(await endRefused(dependencies, runner, session, by), replayed);
  } catch (error) {
    if (!(error instanceof TransitionError)) throw error;
    // Somebody else pays it, or has ended it.
    const now = await reload(dependencies, session);
    return mayHaveBeenSold(now) ? resultOf(now, replayed) : { type: 'conflict', reason: error.refusal, session: now };
  }
}

const mayHaveBeenSold = (session: PaymentSession): boolean =>
  isSettled(session) || session.status === 'confirming' || session.status === 'unresolved';

function resultOf(session: PaymentSession, replayed: boolean): PayResult {
  return isRefusedSale(session) ? { type: 'sale_refused' } : { type: 'paid', session, replayed };
}

/** The session as it is canceled; paid, should there be a receipt after all; `confirming` while that cannot be told. */
async function endRefused(dependencies: EngineDependencies, runner: Runner, session: PaymentSession, by?: Origin): Promise<PaymentSession> {
  const open = await reload(dependencies, session);
  await runner.apply(open, { type: 'cancelRequested', atMs: dependencies.clock.nowMs() }, undefined, by);
  await runner.performDue(session.terms.id);
  return reload(dependencies, session);
}

async function reload({ store }: EngineDependencies, session: PaymentSession): Promise<PaymentSession> {
  return (await store.load(session.terms.id)) ?? session;
}
