import type { Ledger } from '../ledger.ts';
import type { Launch } from '../launch.ts';
import type { Switches } from '../switches.ts';
import type { Transaction } from './transaction.ts';
import type { Reversal } from './reversal.ts';

/** A payment with the launch it was made on, and what was done to it since. */
export interface ReversiblePayment {
  readonly launch: Launch;
  readonly transaction: Transaction;
  readonly reversals: readonly Reversal[];
}

/** "Same day is safe" (§3.5): funds are transferred a day after the payment, or when the control API says so. */
const fundsTransferAfterMs = 24 * 3_600_000;

export function findPayment(transactionId: string, ledger: Ledger): ReversiblePayment | undefined {
  const wanted = transactionId.toLowerCase();
  for (const launch of ledger.launches.values()) {
    const transaction = launch.transactions.find((each) => each.transactionId.toLowerCase() === wanted);
    if (transaction !== undefined) return { launch, transaction, reversals: ledger.reversalsOf(transaction.transactionId) };
  }
  return undefined;
}

export const isVoided = (reversals: readonly Reversal[]): boolean => reversals.some(({ type }) => type === 'void');

export const refundedCents = (reversals: readonly Reversal[]): number => reversals.reduce((sum, { cents }) => sum + cents, 0);

/** Whether funds transfer has begun: what is declined or voided has none to transfer. */
export function isTransferred(transaction: Transaction, ledger: Ledger, now: Date): boolean {
  const { transactionId, transactionStatus, at } = transaction;
  if (transactionStatus !== 'C' || isVoided(ledger.reversalsOf(transactionId))) return false;
  return ledger.transfers.has(transactionId) || now.getTime() - at.getTime() >= fundsTransferAfterMs;
}

/** The payment's own status as it stands now: V once voided, S once transferred where the switch says so. */
export function statusNow(transaction: Transaction, ledger: Ledger, switches: Switches, now: Date): 'C' | 'D' | 'V' | 'S' {
  if (isVoided(ledger.reversalsOf(transaction.transactionId))) return 'V';
  return switches.transferredStatus === 'S' && isTransferred(transaction, ledger, now) ? 'S' : transaction.transactionStatus;
}
