import type { PaymentSessionStatus, PaymentSessionView } from '@collect-payment/contract';
import { moves } from '@collect-payment/simulation/transitions';
import { tenantIds } from '../world/credentials.ts';
import { sessionIdField } from '../world/instamed.ts';
import { dollars } from '../world/order.ts';
import type { Evidence, Violation } from './evidence.ts';
import { isPaid } from './money.ts';

/** Orders, sessions and sign-ons: I2, I3, I4, I6, I9, I11, and that no list skips anything. */
export function judgeSessions(evidence: Evidence): readonly Violation[] {
  return [...judgeOrders(evidence), ...judgeClinics(evidence), ...judgeSignOns(evidence), ...judgeHistories(evidence)];
}

function judgeOrders({ orders, clinics }: Evidence): readonly Violation[] {
  const all = tenantIds.flatMap((id) => clinics[id].sessions);
  return orders.flatMap((order): readonly Violation[] => {
    const ofOrder = all.filter(({ metadata }) => metadata?.['order'] === order.id);
    const violations: Violation[] = [];
    if (order.sessionId !== undefined && !ofOrder.some(({ id }) => id === order.sessionId))
      violations.push({ rule: 'I1 no silent payment', what: `${order.sessionId} was created, and is gone` });
    if (ofOrder.length > 1) violations.push({ rule: 'I2 nothing twice', what: `order ${order.id} has ${ofOrder.length} sessions` });
    for (const { id, amount } of ofOrder)
      if (amount?.value !== dollars(order.cents)) violations.push({ rule: 'I4 amounts', what: `${id} asks for ${amount?.value}` });
    return violations;
  });
}

function judgeClinics({ clinics, webhooks, ledger, orders }: Evidence): readonly Violation[] {
  const violations: Violation[] = [];
  for (const tenantId of tenantIds) {
    const { sessions, read, attention, deliveries, accountId } = clinics[tenantId];
    const own = new Set(sessions.map(({ id }) => id));
    for (const view of sessions) {
      if (view.outcome?.final !== true && !attention.some(({ sessionId }) => sessionId === view.id))
        violations.push({ rule: 'I9 nothing stuck', what: `${view.id} ended as ${view.status}, open and unflagged` });
      if (read.get(view.id)?.sequence !== view.sequence)
        violations.push({ rule: 'I1 no silent payment', what: `${view.id} #${view.sequence} was passed over by the list of changes` });
    }
    for (const { id, status } of deliveries)
      if (status !== 'delivered') violations.push({ rule: 'I9 nothing stuck', what: `delivery ${id} ended as ${status}` });
    for (const { tenantId: to, event } of webhooks)
      if (to === tenantId && !own.has(event.data.sessionId))
        violations.push({ rule: 'I3 no cross-talk', what: `${tenantId} was told of ${event.data.sessionId} by webhook` });
    for (const launch of ledger.tokens)
      if (own.has(launch.additionalInfo[sessionIdField] ?? '') && launch.accountId !== accountId)
        violations.push({ rule: 'I3 no cross-talk', what: `a session of ${tenantId} was launched at ${launch.accountId}` });
    for (const { additionalInfo, requestedCents } of ledger.payments) {
      const order = orders.find(({ sessionId }) => sessionId === additionalInfo[sessionIdField]);
      if (order?.tenantId === tenantId && order.cents !== requestedCents)
        violations.push({ rule: 'I4 amounts', what: `${order.sessionId} was launched with ${requestedCents}` });
    }
  }
  return violations;
}

/** A sign-on that nobody asked for is one that was repeated. */
function judgeSignOns({ orders, ledger }: Evidence): readonly Violation[] {
  const tokens = Map.groupBy(ledger.tokens, ({ additionalInfo }) => additionalInfo[sessionIdField]);
  return orders.flatMap(({ sessionId, launchesAsked }): readonly Violation[] => {
    const count = tokens.get(sessionId ?? '')?.length ?? 0;
    return count <= launchesAsked
      ? []
      : [{ rule: 'I11 never blindly', what: `${sessionId} was signed on ${count} times, and ${launchesAsked} launches were asked for` }];
  });
}

function judgeHistories({ histories, clinics }: Evidence): readonly Violation[] {
  const last = new Map(tenantIds.flatMap((id) => clinics[id].sessions.map((view) => [view.id, view.sequence] as const)));
  const unstored = [...histories].flatMap(([id, history]) => history.filter(({ sequence }) => sequence > (last.get(id) ?? 0)));
  return [
    ...[...histories.values()].flatMap(judgeMoves),
    ...unstored.map(({ id, sequence }): Violation => ({
      rule: 'I8 no false success',
      what: `${id} #${sequence} was told and is not stored`,
    })),
  ];
}

function judgeMoves(history: readonly PaymentSessionView[]): readonly Violation[] {
  return history.slice(1).flatMap((view, index) => judgeMove(history[index] ?? view, view));
}

function judgeMove(from: PaymentSessionView, to: PaymentSessionView): readonly Violation[] {
  const about = `${to.id} went from #${from.sequence} ${from.status} to #${to.sequence} ${to.status}`;
  if (!reachable(from.status, to.sequence - from.sequence).has(to.status)) return [{ rule: 'I6 monotone', what: about }];
  const stays = from.outcome?.final === true || isPaid(from.status);
  return stays && wordsOf(from) !== wordsOf(to) ? [{ rule: 'I6 monotone', what: `${about}, after what was final` }] : [];
}

const wordsOf = ({ outcome }: PaymentSessionView): string =>
  `${outcome?.status} ${outcome?.approvedAmount?.value} ${outcome?.transactionId}`;

/** Whoever reads now and then misses moves; the sequence tells how many there can have been. */
function reachable(from: PaymentSessionStatus, mostMoves: number): ReadonlySet<PaymentSessionStatus> {
  let reached: ReadonlySet<PaymentSessionStatus> = new Set([from]);
  for (let move = 0; move < Math.min(mostMoves, Object.keys(moves).length); move += 1)
    reached = new Set([...reached, ...[...reached].flatMap((status) => moves[status])]);
  return reached;
}
