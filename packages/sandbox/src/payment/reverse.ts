import type { SandboxAccount } from '../configuration.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Launch } from '../launch.ts';
import type { Reversal } from './reversal.ts';
import { findPayment, isTransferred, isVoided, refundedCents, type ReversiblePayment } from './reversible-payment.ts';

export type ReversalResult =
  | { readonly type: 'taken'; readonly payment: ReversiblePayment; readonly reversal: Reversal }
  /** There is such a payment, and this cannot be done to it. */
  | { readonly type: 'refused'; readonly payment: ReversiblePayment }
  /** There is no such payment at this account. */
  | { readonly type: 'unknown' };

/** Limits of a refund (instamed-protocol.md §3.6). */
const refundableForMs = 365 * 24 * 3_600_000;

/** Voids a payment of that tender whose funds have not been transferred, once. `page`: the screen it is done on. */
export function voidPayment(
  primaryTransactionId: string,
  account: SandboxAccount,
  sandbox: Sandbox,
  tender: 'card' | 'check' = 'card',
  page?: Launch,
): ReversalResult {
  const payment = findPayment(primaryTransactionId, sandbox.ledger);
  if (payment?.launch.account !== account) return { type: 'unknown' };
  const { transaction, reversals } = payment;
  const isOpen = isCaptured(payment, tender) && reversals.length === 0;
  if (!isOpen || isTransferred(transaction, sandbox.ledger, sandbox.clock.now())) return { type: 'refused', payment };
  return commit('void', transaction.approvedCents, payment, sandbox, page);
}

/** Refunds a card payment, whole or in parts, within a year. Equal refunds are refunds: nothing tells a repetition from a second one. */
export function refundPayment(
  primaryTransactionId: string,
  cents: number,
  account: SandboxAccount,
  sandbox: Sandbox,
  page?: Launch,
): ReversalResult {
  const payment = findPayment(primaryTransactionId, sandbox.ledger);
  if (payment?.launch.account !== account) return { type: 'unknown' };
  const { transaction, reversals } = payment;
  const { ledger, clock, switches } = sandbox;
  const isOpen = isCaptured(payment, 'card') && !isVoided(reversals);
  const fits = cents > 0 && refundedCents(reversals) + cents <= transaction.approvedCents;
  const inTime = clock.now().getTime() - transaction.at.getTime() <= refundableForMs;
  const tooEarly = switches.current.refundBeforeTransfer === 'refused' && !isTransferred(transaction, ledger, clock.now());
  return isOpen && fits && inTime && !tooEarly ? commit('refund', cents, payment, sandbox, page) : { type: 'refused', payment };
}

const isCaptured = ({ transaction }: ReversiblePayment, tender: 'card' | 'check'): boolean =>
  transaction.transactionStatus === 'C' && transaction.tender === tender;

function commit(type: Reversal['type'], cents: number, payment: ReversiblePayment, sandbox: Sandbox, page?: Launch): ReversalResult {
  const { launch, transaction } = payment;
  const { ledger, clock, newUuid, webhooks, log } = sandbox;
  const { transactionId: primaryTransactionId } = transaction;
  const transactionId = type === 'void' ? primaryTransactionId : newUuid().replaceAll('-', '');
  const authorizationNumber = newUuid().slice(0, 6).toUpperCase();
  const reversal: Reversal = { type, transactionId, primaryTransactionId, cents, authorizationNumber, at: clock.now() };
  ledger.addReversal(reversal);
  const news =
    type === 'void'
      ? ({ transactionAction: 'Sale', statusCode: 'V' } as const)
      : ({ transactionAction: 'Refund', statusCode: 'C' } as const);
  const { token } = page !== undefined && sandbox.switches.current.pageWebhookToken === 'page' ? page : launch;
  webhooks?.post(launch, transaction, { transactionId, ...news, cents, token });
  log.info({ event: type, transactionId, primaryTransactionId });
  return { type: 'taken', payment: { ...payment, reversals: ledger.reversalsOf(primaryTransactionId) }, reversal };
}
