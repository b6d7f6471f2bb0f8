import { ProtocolError } from './errors.ts';

const maxLength = 10;
const amount = /^(0|[1-9][0-9]*)(?:\.([0-9]{1,2}))?$/;

/**
 * Reads a decimal amount into cents: "125.00" and "125" are 12500, "0.5" is 50.
 *
 * ERR_MONEY_FORMAT for anything else: a sign, a comma, a leading zero, three decimals, or more than the ten characters InstaMed
 * allows (instamed-protocol.md §1.5).
 */
export function decodeCents(text: string): number {
  const match = text.length <= maxLength ? amount.exec(text) : null;
  if (match?.[1] === undefined) throw new ProtocolError('ERR_MONEY_FORMAT', {});
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/**
 * Writes cents with exactly two decimals and no thousands commas (a comma is read differently by different receivers,
 * instamed-protocol.md §3.6).
 *
 * ERR_MONEY_FORMAT for negative or fractional cents, and for amounts that would take more than ten characters.
 */
export function encodeCents(cents: number): string {
  if (!Number.isSafeInteger(cents) || cents < 0) throw new ProtocolError('ERR_MONEY_FORMAT', {});
  const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  if (text.length > maxLength) throw new ProtocolError('ERR_MONEY_FORMAT', {});
  return text;
}
