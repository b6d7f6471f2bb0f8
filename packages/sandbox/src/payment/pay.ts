import type { Sandbox } from '../sandbox.ts';
import { deviceOf, launchState, type Launch } from '../launch.ts';
import { isAboutPayment } from '../screen-addresses.ts';
import { authorize } from './authorize.ts';
import { readEntry, type EnteredPayment, type PaymentEntry, type Problem } from './entry.ts';
import type { Transaction } from './transaction.ts';

export type PayResult =
  | { readonly type: 'done'; readonly transaction: Transaction; readonly repeated: boolean }
  | { readonly type: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly type: 'ended'; readonly state: 'canceled' | 'expired' };

/**
 * What the screen's submit does, and the control's too. A second submit of a paid token gives the first payment again,
 * unless the switch `paymentsPerToken` says that a double click pays twice (instamed-protocol.md §11.16).
 */
export function pay(launch: Launch, entered: EnteredPayment, { clock, switches, newUuid, webhooks, log }: Sandbox): PayResult {
  const now = clock.now();
  const state = launchState(launch, now);
  // Neither a screen about a payment nor one that saves a card takes money.
  if (isAboutPayment(launch.screen) || launch.screen === 'save-on-file') return { type: 'ended', state: 'canceled' };
  if (state === 'canceled' || state === 'expired') return { type: 'ended', state };
  const first = launch.transactions[0];
  if (first !== undefined && switches.current.paymentsPerToken === 'one') return { type: 'done', transaction: first, repeated: true };
  const reading = readEntry(entered, launch, now);
  if (reading.type === 'invalid') return reading;
  const transaction = transact(reading.entry);
  launch.transactions.push(transaction);
  const { transactionId, transactionStatus: statusCode } = transaction;
  webhooks?.post(launch, transaction, { transactionId, transactionAction: 'Sale', statusCode });
  log.info({
    event: 'payment',
    transactionId: transaction.transactionId,
    status: transaction.transactionStatus,
    code: transaction.responseCode,
  });
  return { type: 'done', transaction, repeated: false };

  function transact(entry: PaymentEntry): Transaction {
    const { cents, tender, guarantorId } = entry;
    const device = tender === 'card' && entry.card.entryMode !== 'Keyed' ? deviceOf(launch) : undefined;
    return {
      ...authorize(tender, cents, launch.parameters.allowPartialPayment === true, switches.current),
      transactionId: newUuid().replaceAll('-', ''),
      authorizationNumber: newUuid().slice(0, 6).toUpperCase(),
      at: now,
      tender,
      requestedCents: launch.parameters.requestedCents ?? cents,
      submittedCents: cents,
      ...(tender === 'card' && { card: entry.card }),
      ...(device !== undefined && { device }),
      ...(guarantorId !== undefined && { guarantorId }),
      ...(tender === 'check' && { accountLastFour: entry.accountLastFour }),
    };
  }
}
