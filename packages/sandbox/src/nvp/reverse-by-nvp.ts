import { ProtocolError, decodeCents, type NvpFields } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import { refundPayment, voidPayment } from '../payment/reverse.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Pair } from './receipt-fields.ts';
import { refundFields, voidFields } from './reversal-fields.ts';

/** Void and SimpleRefund by name-value pairs, for the account's own outlet. Undefined is the general error. */
export function reverseByNvp(action: 'void' | 'simplerefund', fields: NvpFields, account: SandboxAccount, sandbox: Sandbox) {
  const primaryTransactionId = fields.get('primaryTransactionID') ?? '';
  const isCard = fields.get('transactionType')?.toLowerCase() === 'creditcard';
  if (!isCard || fields.get('primaryCardPresentStatus')?.toLowerCase() !== 'presentmanualkey') return undefined;
  return action === 'void'
    ? answerVoid(primaryTransactionId, account, sandbox)
    : answerRefund(primaryTransactionId, fields, account, sandbox);
}

function answerVoid(primaryTransactionId: string, account: SandboxAccount, sandbox: Sandbox): readonly Pair[] | undefined {
  const result = voidPayment(primaryTransactionId, account, sandbox);
  return result.type === 'unknown' ? undefined : voidFields(result, sandbox);
}

function answerRefund(
  primaryTransactionId: string,
  fields: NvpFields,
  account: SandboxAccount,
  sandbox: Sandbox,
): readonly Pair[] | undefined {
  const cents = readAmount(fields);
  if (cents === undefined) return undefined;
  const result = refundPayment(primaryTransactionId, cents, account, sandbox);
  return result.type === 'unknown' ? undefined : refundFields(result, sandbox);
}

function readAmount(fields: NvpFields): number | undefined {
  try {
    return decodeCents(fields.get('amount') ?? '');
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
