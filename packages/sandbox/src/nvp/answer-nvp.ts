import type { NvpFields } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import { readForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { sellByCard } from '../payment/sell-by-card.ts';
import type { Pair } from './receipt-fields.ts';
import { reverseByNvp } from './reverse-by-nvp.ts';
import { saleFields } from './sale-fields.ts';
import { viewReceipt } from './view-receipt.ts';

/** What a call asks for; anything else is answered with the general error. */
export type NvpAction = 'viewreceipt' | 'authcapt' | 'void' | 'simplerefund' | 'other';

export interface NvpRequest {
  readonly action: NvpAction;
  readonly fields: NvpFields | undefined;
}

export function readNvpRequest(body: Buffer): NvpRequest {
  const form = readForm(body);
  if (form.type === 'unreadable') return { action: 'other', fields: undefined };
  const action = form.fields.get('transactionAction')?.toLowerCase();
  const isKnown = action === 'viewreceipt' || action === 'authcapt' || action === 'void' || action === 'simplerefund';
  return { action: isKnown ? action : 'other', fields: form.fields };
}

/** The fields of the answer, for the outlet that asks; undefined is the general error (instamed-protocol.md §3.1). */
export function answerNvp({ action, fields }: NvpRequest, account: SandboxAccount, sandbox: Sandbox): readonly Pair[] | undefined {
  if (fields === undefined || action === 'other' || !isOutletOf(account, fields)) return undefined;
  if (action === 'authcapt') {
    const sale = sellByCard(fields, account, sandbox);
    return sale && saleFields(sale, sandbox);
  }
  return action === 'viewreceipt' ? viewReceipt(fields, account, sandbox) : reverseByNvp(action, fields, account, sandbox);
}

function isOutletOf({ outlet }: SandboxAccount, fields: NvpFields): boolean {
  const { merchantId, storeId, terminalId } = outlet;
  return fields.get('merchantID') === merchantId && fields.get('storeID') === storeId && fields.get('terminalID') === terminalId;
}
