import { encodeCents } from '@collect-payment/protocol';
import type { PaymentSession } from '@collect-payment/sso-broker/core';
import type { BrokerCore } from '../broker/broker-core.ts';
import { sessionIdField } from '../configuration.ts';
import type { InstaMed } from '../instamed/instamed.ts';
import type { Order } from '../people/order.ts';
import type { Oracle } from './oracle.ts';

/** The reckoning, when nothing moves any more and the hosts have read to the end: I1, I3, I4 and I9. */
export function reckon(core: BrokerCore, oracle: Oracle, instamed: InstaMed, orders: readonly Order[]): void {
  oracle.reversals.reckon();
  for (const session of oracle.stored.values()) {
    if (!isAtRest(core, session)) oracle.break('I9 nothing stuck', `${session.terms.id} ended as ${session.status}, open and unflagged`);
    const order = orders.find(({ id }) => id === session.terms.metadata?.['order']);
    for (const payment of oracle.paymentsOf(session.terms.id)) {
      if (order !== undefined && oracle.unsold.has(order.id))
        oracle.break('I1 no silent payment', `${payment.transactionId} was taken for order ${order.id}, which was told as not sold`);
      const booked = oracle.bookings.get(session.terms.id);
      const isBooked = booked?.transactionId === payment.transactionId && booked.approvedCents === encodeCents(payment.approvedCents);
      if (!isBooked && !isFlagged(core, session, payment.transactionId)) {
        oracle.break('I1 no silent payment', `${payment.transactionId} of ${session.terms.id} (${session.status}) was never told`);
      }
      if (!oracle.webhooks.tells(payment.transactionId) && !isFlagged(core, session, payment.transactionId))
        oracle.break('I1 no silent payment', `no webhook tells of ${payment.transactionId} of ${session.terms.id}`);
    }
    // A person is told of whatever stays in doubt; everything else that was saved is told as such.
    if (oracle.saved.namesOf(session.terms.id).length > 0 && session.status !== 'saved' && !isFlagged(core, session, ''))
      oracle.break('I1 no silent payment', `a card of ${session.terms.id} (${session.status}) was saved, and never told`);
    for (const launch of instamed.launches) {
      if (launch.parameters.additionalInfo?.[sessionIdField] !== session.terms.id) continue;
      if (launch.account.id !== order?.tenantId) oracle.break('I3 no cross-talk', `${session.terms.id} was launched at another account`);
      if (launch.parameters.requestedCents !== order?.requestedCents)
        oracle.break('I4 amounts', `${session.terms.id} was launched otherwise`);
    }
  }
}

function isAtRest(core: BrokerCore, session: PaymentSession): boolean {
  return core.viewOf(session).outcome?.final === true || session.notes.some((note) => core.wantsAttention(note));
}

/** Whether a person is told to look at this payment: by its id, or because a token's fate stayed in doubt to the end. */
function isFlagged(core: BrokerCore, session: PaymentSession, transactionId: string): boolean {
  return session.notes.some((note) => core.wantsAttention(note) && (!('transactionId' in note) || note.transactionId === transactionId));
}
