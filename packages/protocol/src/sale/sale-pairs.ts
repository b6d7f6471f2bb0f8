import { encodeCents } from '../money.ts';

type NvpPair = readonly [name: string, value: string];

/** What every sale by NVP says of itself. */
export interface SaleTerms {
  readonly merchantId: string;
  readonly storeId: string;
  readonly terminalId: string;
  readonly userId: string;
  readonly requestedCents: number;
  /** The sign-on that the sale is made under, by which its receipt is found when the answer is lost. */
  readonly token: string;
  readonly additionalInfo: Readonly<Record<string, string>>;
}

/** How a sale begins: the common fields of instamed-protocol.md §3.2. */
export const saleHead = (sale: SaleTerms, transactionType: 'CreditCard' | 'Cash'): readonly NvpPair[] => [
  ['merchantID', sale.merchantId],
  ['storeID', sale.storeId],
  ['terminalID', sale.terminalId],
  ['userID', sale.userId],
  ['transactionAction', 'AuthCapt'],
  ['transactionType', transactionType],
  ['amount', encodeCents(sale.requestedCents)],
];

/** How it ends: with the sign-on, and the host's own fields. */
export const saleTail = ({ token, additionalInfo }: SaleTerms): readonly NvpPair[] => [
  ['singleSignOnToken', token],
  ...Object.entries(additionalInfo).map(([number, value]) => [`additionalInfo${number}`, value] as const),
];
