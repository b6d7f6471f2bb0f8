import { encodeCents } from '../money.ts';
import { readReversalFields, type ReversalAnswer } from '../reversal/answer.ts';
import type { SimpleRefundRequest, VoidRequest } from '../reversal/request.ts';
import { readJsonAnswer } from './json-answer.ts';

/** The base of the REST interface: JSON, under the headers `api-key` and `api-secret` (instamed-protocol.md §9.1). */
export const restPath = '/rest';
export const restKeyHeader = 'api-key';
export const restSecretHeader = 'api-secret';

/** Those of its calls that we know the bodies of, below the base. */
export const restOperations = {
  sale: '/payment/sale',
  void: '/payment/void',
  refund: '/payment/refund-simple',
} as const;

/** A call as it is posted, below the base. */
export interface RestCall {
  readonly path: (typeof restOperations)[keyof typeof restOperations];
  readonly body: string;
}

/** A void of a card payment. */
export function encodeRestVoid(request: VoidRequest): RestCall {
  return { path: restOperations.void, body: JSON.stringify(bodyOf(request)) };
}

/**
 * A refund of a card payment, whole or in part. The amount is a text of two decimals, as a public client sends it: a JSON number would be a
 * binary fraction to whoever reads it. Errors as `encodeCents`.
 */
export function encodeRestSimpleRefund(request: SimpleRefundRequest): RestCall {
  return { path: restOperations.refund, body: JSON.stringify({ ...bodyOf(request), Amount: encodeCents(request.cents) }) };
}

/**
 * Reads what came with HTTP 200: a decline does too (§9.1).
 *
 * ERR_REVERSAL_UNRECOGNISED and ERR_REVERSAL_FIELD as by NVP, and the codes of `readJsonAnswer`.
 */
export function readRestReversalResponse(body: string | Uint8Array): ReversalAnswer {
  const fields = readJsonAnswer(body);
  return readReversalFields((name) => fields.get(name));
}

const bodyOf = ({ merchantId, storeId, terminalId, primaryTransactionId }: VoidRequest) => ({
  Outlet: { MerchantID: merchantId, StoreID: storeId, TerminalID: terminalId },
  TransactionID: primaryTransactionId,
});
