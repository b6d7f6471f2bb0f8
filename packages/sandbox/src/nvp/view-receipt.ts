import type { SandboxAccount } from '../configuration.ts';
import { readForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { receiptFields, type Pair } from './receipt-fields.ts';

/** The latest transaction on the token that a ViewReceipt names, for the outlet it was made at (instamed-protocol.md §3.3). */
export function viewReceipt(body: Buffer, account: SandboxAccount, { ledger, switches }: Sandbox): readonly Pair[] | undefined {
  const form = readForm(body);
  if (form.type === 'unreadable' || form.fields.get('transactionAction')?.toLowerCase() !== 'viewreceipt') return undefined;
  const { fields } = form;
  const { merchantId, storeId, terminalId } = account.outlet;
  const outletFits =
    fields.get('merchantID') === merchantId && fields.get('storeID') === storeId && fields.get('terminalID') === terminalId;
  const launch = ledger.launches.get(fields.get('singleSignOnToken') ?? '');
  if (!outletFits || launch?.account !== account) return undefined;
  launch.receiptReads += 1;
  const transaction = launch.transactions.at(-1);
  return transaction && receiptFields(launch, transaction, switches.current);
}
