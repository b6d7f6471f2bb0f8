import type { CreatePaymentSession } from '@collect-payment/contract';
import { decodeCents } from '@collect-payment/protocol';
import { BrokerError } from '../errors.ts';
import type { Asked } from '../session/terms.ts';
import { judgeAmount } from './judge-amount.ts';

/** InstaMed's card-on-file screen is opened without any of these (instamed-protocol.md §1.6). */
const optionsOfPayments = ['hideCheck', 'hideCash', 'readOnly', 'hideGuarantorId', 'suppressReceipt', 'allowPartialApproval'] as const;

/** What a creation asks for. A payment has an amount; the saving of a card has none, nor anything else that is of money: it is refused, not left out. */
export function askedOf({ screen, amount, invoice, options = {} }: CreatePaymentSession): Asked {
  if (screen === 'save-on-file') {
    const option = optionsOfPayments.find((name) => options[name] !== undefined);
    const foreign = { amount, invoice, ...(option !== undefined && { [`options/${option}`]: true }) };
    const param = Object.entries(foreign).find(([, value]) => value !== undefined)?.[0];
    if (param !== undefined) throw new BrokerError('ERR_FIELD_NOT_OF_SCREEN', { param });
    return { screen };
  }
  if (amount === undefined) throw new BrokerError('ERR_FIELD_MISSING', { param: 'amount' });
  const code = judgeAmount(amount.value);
  if (code !== undefined) throw new BrokerError(code, { param: 'amount/value' });
  return { screen, requestedCents: decodeCents(amount.value) };
}
