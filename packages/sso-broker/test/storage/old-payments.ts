import { eraseSession } from '../../src/session/erase-session.ts';
import { paymentRecordsOf, type PaymentRecord } from '../../src/session/payment-record.ts';
import type { PaymentSession } from '../../src/session/session.ts';
import { createSession } from '../../src/session/transition.ts';
import type { Store } from '../../src/storage/store.ts';
import { declined, partiallyApproved, receiptOf } from '../session/receipts.ts';
import { ask, askRefund, lost, refused, send, taken } from '../session/reversals.ts';
import { found, Story, word } from '../session/story.ts';
import { terms } from '../session/terms.ts';

/** The row of a session as a broker of before left it: nothing is sealed, and what was paid stands in the document alone. */
type OldRow = Readonly<Record<'id' | 'tenant_id' | 'sequence' | 'status' | 'change_position' | 'document', string | number>>;

/** A story of a session of its own, with a transaction of its own, in the upper case of InstaMed's. */
function paidStory(number: number, receipt = receiptOf('C')): Story {
  const id = `ps_${String(number).padStart(22, '0')}`;
  const story = new Story(createSession({ ...terms, id })).launch('L1', 'T1').next(word('finished'));
  return story.next(found({ ...receipt, transactionId: 'a1' }));
}

/** The transaction of the stories, which is one and the same in all of them, as that of this session. */
const asOwn = (session: PaymentSession, number: number): PaymentSession =>
  JSON.parse(JSON.stringify(session).replaceAll('"a1"', `"A${number}F"`)) as PaymentSession;

/** Everything that could have become of a payment before there was a list of payments. */
function oldSessions(): readonly PaymentSession[] {
  const stories = [
    paidStory(0),
    paidStory(1, partiallyApproved),
    paidStory(2, declined),
    taken(send(ask(paidStory(3), 'v1'), 'v1'), 'v1'),
    taken(send(askRefund(paidStory(4), 'r1', 2_500), 'r1'), 'r1', 'b1'),
    taken(send(askRefund(taken(send(askRefund(paidStory(5), 'r1', 2_500), 'r1'), 'r1', 'b1'), 'r2', 10_000), 'r2'), 'r2', 'b2'),
    refused(send(ask(paidStory(6), 'v1'), 'v1'), 'v1'),
    lost(send(askRefund(paidStory(7), 'r1', 12_500), 'r1'), 'r1'),
    new Story(createSession({ ...terms, id: 'ps_0000000000000000000008' })),
    new Story(createSession({ ...terms, id: 'ps_0000000000000000000012' })).launch('L1', 'T1'),
  ];
  const twice = paidStory(9).session;
  const second = { ...('found' in twice && twice.found), token: 'T2', receipt: receiptOf('C', 'B9'), foundAtMs: 7_000 };
  return [
    ...stories.map(({ session }, number) => asOwn(session, number)),
    asOwn({ ...twice, otherReceipts: [second] } as PaymentSession, 10),
    eraseSession(asOwn(paidStory(11).session, 11)),
  ];
}

export const oldRows = (): readonly OldRow[] =>
  oldSessions().map((session, index) => ({
    id: session.terms.id,
    tenant_id: session.terms.tenantId,
    sequence: session.sequence,
    status: session.status,
    change_position: index + 1,
    document: JSON.stringify(session),
  }));

type Listed = Omit<PaymentRecord, 'patientId' | 'invoice'>;

const byId = (one: Listed, other: Listed): number => (one.transactionId < other.transactionId ? -1 : 1);

/** What the list and the sessions of a store say. */
export async function readOldPayments(store: Pick<Store, 'payments' | 'load'>) {
  const { payments } = await store.payments.list({ tenantId: terms.tenantId, order: 'changed', limit: 100 });
  const sessions = await Promise.all(oldSessions().map(({ terms: { id } }) => store.load(id)));
  return { payments: payments.toSorted(byId), sessions };
}

/** What they have to say, by the code of now: ids, amounts, times and what became of the money, and of the sessions everything. */
export function expectedPayments() {
  const sessions = oldSessions();
  const payments: readonly Listed[] = sessions.flatMap((session) =>
    paymentRecordsOf(session).map(({ patientId: _patient, invoice: _invoice, ...record }) => record),
  );
  return { payments: payments.toSorted(byId), sessions };
}
