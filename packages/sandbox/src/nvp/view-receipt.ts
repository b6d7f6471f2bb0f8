import type { NvpFields } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import { findPayment } from '../payment/reversible-payment.ts';
import type { Sandbox } from '../sandbox.ts';
import { receiptFields, type Pair } from './receipt-fields.ts';
import { refundReceiptFields } from './reversal-fields.ts';
import { savingFields } from './sale-fields.ts';

/** The latest transaction on the token that a ViewReceipt names (instamed-protocol.md §3.3), as it stands now. */
export function viewReceipt(fields: NvpFields, account: SandboxAccount, sandbox: Sandbox): readonly Pair[] | undefined {
  const launch = sandbox.ledger.launches.get(fields.get('singleSignOnToken') ?? '');
  if (launch?.account !== account) return undefined;
  launch.receiptReads += 1;
  if (launch.saving !== undefined) return savingFields(launch, launch.saving, sandbox);
  if (launch.reversal?.type === 'refund' && sandbox.switches.current.pageReceipt === 'refund') {
    const payment = findPayment(launch.reversal.primaryTransactionId, sandbox.ledger);
    return payment && refundReceiptFields(payment, launch.reversal, sandbox);
  }
  const transaction = launch.transactions.at(-1);
  return transaction && receiptFields(launch, transaction, sandbox);
}
