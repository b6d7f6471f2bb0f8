import type { ReversalResult } from '../payment/reverse.ts';
import type { Reversal } from '../payment/reversal.ts';
import { statusNow, type ReversiblePayment } from '../payment/reversible-payment.ts';
import type { Sandbox } from '../sandbox.ts';
import { cardFields, type Pair } from './receipt-fields.ts';

type Answered = Exclude<ReversalResult, { readonly type: 'unknown' }>;

/** The documented answer of a void (instamed-protocol.md §3.5); refused in the same form, where the switch says so. */
export function voidFields(result: Answered, { ledger, switches, clock }: Sandbox): readonly Pair[] | undefined {
  const { voidMessage, reversalRefused } = switches.current;
  const { transaction } = result.payment;
  const status = statusNow(transaction, ledger, switches.current, clock.now());
  const primary: readonly Pair[] = [
    ['primaryTransactionID', transaction.transactionId],
    ['primaryTransactionStatus', status],
  ];
  if (result.type === 'refused') return reversalRefused === 'error' ? undefined : [...refusal, ...primary];
  return [['responseCode', '000'], ['responseMessage', voidMessage], ['transactionStatus', 'C'], ...primary];
}

/** The documented answer of a refund (§3.6), which has an id of its own. */
export function refundFields(result: Answered, { switches }: Sandbox): readonly Pair[] | undefined {
  const { transaction } = result.payment;
  const primary = ['primaryTransactionID', transaction.transactionId] as const;
  if (result.type === 'refused') return switches.current.reversalRefused === 'error' ? undefined : [...refusal, primary];
  return refundReceiptFields(result.payment, result.reversal, { switches });
}

/** What the documented answer tells, and the receipt on the token of the refund screen too. */
export function refundReceiptFields(
  { transaction }: ReversiblePayment,
  reversal: Reversal,
  { switches }: Pick<Sandbox, 'switches'>,
): readonly Pair[] {
  return [
    ['IsEMVVerifiedByPIN', 'false'],
    ['isEMVTransaction', 'FALSE'],
    ...(transaction.card === undefined ? [] : cardFields(transaction.card, switches.current)),
    ['authorizationNumber', reversal.authorizationNumber],
    ['responseCode', '000'],
    ['responseMessage', 'APPROVAL'],
    ['transactionStatus', 'C'],
    ['primaryTransactionID', transaction.transactionId],
    ['authorizationText', 'THE ABOVE AMOUNT HAS BEEN REFUNDED.'],
    ['transactionID', reversal.transactionId],
    ['transactionDate', reversal.at.toISOString().replace('Z', '0000Z')],
  ];
}

const refusal: readonly Pair[] = [
  ['responseCode', '012'],
  ['responseMessage', 'INVALID TRANSACTION'],
  ['transactionStatus', 'D'],
];
