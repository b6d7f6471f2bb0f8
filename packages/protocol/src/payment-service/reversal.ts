import { encodeCents } from '../money.ts';
import { readReversalFields, type ReversalAnswer, type ReversalField } from '../reversal/answer.ts';
import type { SimpleRefundRequest, VoidRequest } from '../reversal/request.ts';
import type { SoapVersion } from '../soap/envelope.ts';
import { readField, writeField } from '../soap/field.ts';
import { readResult, writeCall, writeOutlet, type PaymentServiceCall } from './call.ts';
import { paymentServiceNamespace, type PaymentServiceOperation } from './service.ts';

/** A void of a card payment. The outlet is BasePaymentTransactionData's; elements in the order of the schema (instamed-protocol.md §4). */
export function encodeSoapVoid(version: SoapVersion, request: VoidRequest): PaymentServiceCall {
  const own = writeField('PrimaryTransactionID', request.primaryTransactionId) + writeField('PrimaryCardPresentStatus', 'PresentManualKey');
  return writeCall(version, 'DoCreditCardSecondaryVoid', `<transaction>${writeOutlet(request)}${own}</transaction>`);
}

/** A refund of a card payment, whole or in part. The amount has two decimals and no thousands commas. Errors as `encodeCents`. */
export function encodeSoapSimpleRefund(version: SoapVersion, request: SimpleRefundRequest): PaymentServiceCall {
  const own = writeField('Amount', encodeCents(request.cents)) + writeField('PrimaryTransactionID', request.primaryTransactionId);
  return writeCall(version, 'DoCreditCardSimpleRefund', `<transaction>${writeOutlet(request)}${own}</transaction>`);
}

/** A void of an eCheck. It names nothing but the payment: InstaMed knows the outlet by the credentials. */
export function encodeSoapECheckVoid(version: SoapVersion, transactionId: string): PaymentServiceCall {
  return writeCall(version, 'DoECheckVoidByTransactionID', writeField('transactionID', transactionId));
}

/**
 * Reads the answer to one of these calls. A fault is an `error`: it does not say whether anything was done before it.
 *
 * ERR_SOAP_FIELD for a field that comes twice or holds elements, ERR_REVERSAL_UNRECOGNISED and ERR_REVERSAL_FIELD as by NVP; and the codes of
 * `readResult`.
 */
export function readSoapReversalResponse(body: string | Uint8Array, operation: PaymentServiceOperation): ReversalAnswer {
  const result = readResult(body, operation);
  if (result === undefined) return { type: 'error', errorCode: undefined };
  return readReversalFields((name) => readField(result, paymentServiceNamespace, soapName(name)) || undefined);
}

const soapName = (name: ReversalField): string => name.charAt(0).toUpperCase() + name.slice(1);
