import type { NvpFields } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import { readForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { saveOnFile } from '../payment/save-on-file.ts';
import { sell } from '../payment/sell.ts';
import type { Pair } from './receipt-fields.ts';
import { reverseByNvp } from './reverse-by-nvp.ts';
import { saleFields, savedFields } from './sale-fields.ts';
import { viewReceipt } from './view-receipt.ts';

/** What a call asks for; anything else is answered with the general error. */
const actions = ['viewreceipt', 'authcapt', 'saveonfile', 'void', 'simplerefund'] as const;
export type NvpAction = (typeof actions)[number] | 'other';

export interface NvpRequest {
  readonly action: NvpAction;
  readonly fields: NvpFields | undefined;
}

export function readNvpRequest(body: Buffer): NvpRequest {
  const form = readForm(body);
  if (form.type === 'unreadable') return { action: 'other', fields: undefined };
  const action = form.fields.get('transactionAction')?.toLowerCase();
  return { action: actions.find((known) => known === action) ?? 'other', fields: form.fields };
}

/** The fields of the answer, for the outlet that asks; undefined is the general error (instamed-protocol.md §3.1). */
export function answerNvp({ action, fields }: NvpRequest, account: SandboxAccount, sandbox: Sandbox): readonly Pair[] | undefined {
  if (fields === undefined || action === 'other' || !isOutletOf(account, fields)) return undefined;
  switch (action) {
    case 'authcapt': {
      const sale = sell(fields, account, sandbox);
      return sale && saleFields(sale, sandbox);
    }
    case 'saveonfile': {
      const saved = saveOnFile(fields, account, sandbox);
      return saved && savedFields(saved, sandbox);
    }
    case 'viewreceipt':
      return viewReceipt(fields, account, sandbox);
    case 'void':
    case 'simplerefund':
      return reverseByNvp(action, fields, account, sandbox);
    default:
      return action satisfies never;
  }
}

function isOutletOf({ outlet }: SandboxAccount, fields: NvpFields): boolean {
  const { merchantId, storeId, terminalId } = outlet;
  return fields.get('merchantID') === merchantId && fields.get('storeID') === storeId && fields.get('terminalID') === terminalId;
}
