import type { ErrorCode } from '../errors.ts';

export type AmountCode = Extract<ErrorCode, `ERR_AMOUNT_${string}`>;

/** Why a text is not an amount of the contract (`Money`), or undefined when it is one. */
export function judgeAmount(value: string): AmountCode | undefined {
  const [, sign, whole = '', decimals] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(value) ?? [];
  if (sign === undefined) return 'ERR_AMOUNT_FORMAT';
  if (sign === '-') return 'ERR_AMOUNT_NEGATIVE';
  if (decimals?.length !== 2) return 'ERR_AMOUNT_DECIMALS';
  if (/^0\d/.test(whole)) return 'ERR_AMOUNT_FORMAT';
  if (whole.length > 7) return 'ERR_AMOUNT_TOO_LARGE';
  return Number(whole) === 0 && Number(decimals) === 0 ? 'ERR_AMOUNT_ZERO' : undefined;
}
