import type { AttentionItem, PaymentSessionView, WebhookEvent } from '@collect-payment/contract';
import { tenantIds } from '../world/credentials.ts';
import { sessionIdField, type LedgerPayment } from '../world/instamed.ts';
import { dollars } from '../world/order.ts';
import type { Evidence, Violation } from './evidence.ts';

export const isPaid = (status: string): boolean => status === 'approved' || status === 'partially_approved';

export interface MoneyReckoned {
  /** Payments by which money was taken. */
  readonly payments: number;
  readonly told: number;
  readonly flagged: number;
  readonly violations: readonly Violation[];
}

/** InstaMed's ledger against the hosts' books: I1, I2, I4 and I8. Money is counted in the ledger alone. */
export function reckonMoney(evidence: Evidence): MoneyReckoned {
  const violations: Violation[] = [];
  const sessions = new Map(tenantIds.flatMap((id) => evidence.clinics[id].sessions.map((view) => [view.id, view] as const)));
  const attention = tenantIds.flatMap((id) => evidence.clinics[id].attention);
  const taken = evidence.ledger.payments.filter(({ approvedCents }) => approvedCents > 0);
  let told = 0;
  let flagged = 0;
  for (const payment of taken) {
    const sessionId = payment.additionalInfo[sessionIdField] ?? '';
    const outcome = sessions.get(sessionId)?.outcome;
    if (outcome?.transactionId === payment.transactionId && isPaid(outcome.status)) told += 1;
    else if (attention.some((item) => isAbout(item, sessionId, payment))) flagged += 1;
    else
      violations.push({
        rule: 'I1 no silent payment',
        what: `${payment.transactionId} of ${sessionId} (${outcome?.status}) was never told`,
      });
  }
  const paidEvents = evidence.webhooks.filter(({ event }) => tellsOfPayment(event));
  for (const [id, history] of evidence.histories) violations.push(...judgeTold(id, history, taken));
  for (const view of sessions.values()) violations.push(...judgeWebhooks(view, paidEvents));
  for (const { event } of paidEvents) {
    const { sessionId, transactionId } = event.data;
    const exists = taken.some((payment) => payment.transactionId === transactionId && payment.additionalInfo[sessionIdField] === sessionId);
    if (!exists) violations.push({ rule: 'I8 no false success', what: `a webhook tells of a payment of ${sessionId} that does not exist` });
  }
  return { payments: taken.length, told, flagged, violations };
}

function isAbout({ sessionId, transactionId }: AttentionItem, ofSession: string, payment: LedgerPayment): boolean {
  return sessionId === ofSession && (transactionId === undefined || transactionId === payment.transactionId);
}

function tellsOfPayment({ type, data }: WebhookEvent): boolean {
  return (type === 'payment.settled' || type === 'payment.completed_late') && isPaid(data.status);
}

/** What is told as paid has been taken, to the cent. */
function judgeTold(id: string, history: readonly PaymentSessionView[], taken: readonly LedgerPayment[]): readonly Violation[] {
  return history.flatMap(({ sequence, amount, outcome }): readonly Violation[] => {
    if (outcome === undefined || !isPaid(outcome.status)) return [];
    const payment = taken.find(
      ({ transactionId, additionalInfo }) => transactionId === outcome.transactionId && additionalInfo[sessionIdField] === id,
    );
    const about = `${id} #${sequence} is told as ${outcome.status}`;
    if (payment === undefined) return [{ rule: 'I8 no false success', what: `${about}, and no such payment exists` }];
    const approved = dollars(payment.approvedCents);
    const isWhole = approved === amount?.value;
    const fits = outcome.approvedAmount?.value === approved && isWhole === (outcome.status === 'approved');
    return fits ? [] : [{ rule: 'I4 amounts', what: `${about} with ${outcome.approvedAmount?.value}, and ${approved} was taken` }];
  });
}

/** The host that only listens has the payment too, and once. */
function judgeWebhooks({ id, outcome }: PaymentSessionView, paidEvents: Evidence['webhooks']): readonly Violation[] {
  const ofSession = paidEvents.filter(({ event }) => event.data.sessionId === id);
  if (ofSession.length > 1) return [{ rule: 'I2 nothing twice', what: `${id} was told as paid by ${ofSession.length} webhooks` }];
  if (outcome === undefined || !isPaid(outcome.status)) return [];
  return ofSession[0]?.event.data.transactionId === outcome.transactionId
    ? []
    : [{ rule: 'I1 no silent payment', what: `${outcome.transactionId} of ${id} was never told by webhook` }];
}
