import { encodeCents } from '@collect-payment/protocol';
import type { Switches } from '../switches.ts';
import type { Tender, Transaction } from './transaction.ts';

export type Verdict = Pick<Transaction, 'approvedCents' | 'transactionStatus' | 'responseCode' | 'responseMessage'>;

// instamed-protocol.md §3.11; the texts vary in production, so nobody may decide on them.
const declines: Readonly<Record<number, string>> = {
  1: 'REFERRAL',
  3: 'INVALID MERCHANT ID',
  5: 'DECLINED',
  12: 'INVALID TRANSACTION',
  13: 'INVALID AMOUNT',
  14: 'INVALID ACCOUNT NUMBER',
  25: 'INVALID TERMINAL',
  28: 'PLEASE RETRY',
  51: 'DECLINED',
  63: 'DECLINED',
};

const decline = (responseCode: string, responseMessage: string): Verdict => ({
  approvedCents: 0,
  transactionStatus: 'D',
  responseCode,
  responseMessage,
});

/**
 * The Test Interface's rule: the cents of the amount are the response code (§6). Cash always succeeds.
 * `.10` authorises the whole dollars only, which for a check, or for less than a dollar, is a decline.
 */
export function authorize(tender: Tender, cents: number, allowPartial: boolean, switches: Switches): Verdict {
  const code = cents % 100;
  const wholeDollars = cents - code;
  if (tender === 'cash') return approve(cents);
  if (code === 10) {
    if (tender === 'check' || wholeDollars === 0) return decline('051', 'DECLINED');
    const message = `Partially Approved $${encodeCents(wholeDollars)}`;
    if (allowPartial) return { approvedCents: wholeDollars, transactionStatus: 'C', responseCode: '010', responseMessage: message };
    return switches.partialRefused === '010' ? decline('010', message) : decline('051', 'DECLINED');
  }
  const text = declines[code];
  return text === undefined ? approve(cents) : decline(String(code).padStart(3, '0'), text);
}

const approve = (cents: number): Verdict => ({
  approvedCents: cents,
  transactionStatus: 'C',
  responseCode: '000',
  responseMessage: 'APPROVAL',
});
