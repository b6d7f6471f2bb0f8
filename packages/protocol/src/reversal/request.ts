import { encodeCents } from '../money.ts';
import { encodeNvp } from '../nvp/encode.ts';

/** A payment that is to be taken back, and the outlet that took it. */
export interface VoidRequest {
  /** Outlet; leading zeros count. */
  readonly merchantId: string;
  readonly storeId: string;
  readonly terminalId: string;
  /** The payment's transaction id, 32 hexadecimal digits. */
  readonly primaryTransactionId: string;
}

/** In cents; at most what the payment took (instamed-protocol.md §3.6). */
export interface SimpleRefundRequest extends VoidRequest {
  readonly cents: number;
}

/**
 * The body of a Void, fields and order as documented (instamed-protocol.md §3.5). `primaryCardPresentStatus` is `PresentManualKey`
 * whatever the entry was (§3.2). Errors as `encodeNvp`.
 */
export function encodeVoidRequest({ merchantId, storeId, terminalId, primaryTransactionId }: VoidRequest): string {
  return encodeNvp([
    ['transactionType', 'CreditCard'],
    ['transactionAction', 'Void'],
    ['MerchantID', merchantId],
    ['StoreID', storeId],
    ['TerminalID', terminalId],
    ['primaryCardPresentStatus', 'PresentManualKey'],
    ['primaryTransactionID', primaryTransactionId],
  ]);
}

/**
 * The body of a SimpleRefund (instamed-protocol.md §3.6). The amount has two decimals and no thousands commas. Errors as `encodeNvp` and
 * `encodeCents`.
 */
export function encodeSimpleRefundRequest(request: SimpleRefundRequest): string {
  const { merchantId, storeId, terminalId, primaryTransactionId, cents } = request;
  return encodeNvp([
    ['transactionType', 'CreditCard'],
    ['transactionAction', 'SimpleRefund'],
    ['MerchantID', merchantId],
    ['StoreID', storeId],
    ['TerminalID', terminalId],
    ['primaryCardPresentStatus', 'PresentManualKey'],
    ['primaryTransactionID', primaryTransactionId],
    ['amount', encodeCents(cents)],
  ]);
}
