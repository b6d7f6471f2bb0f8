import { ProtocolError } from '../errors.ts';
import { encodeCents } from '../money.ts';
import { readReversalFields, type ReversalAnswer, type ReversalField } from '../reversal/answer.ts';
import type { SimpleRefundRequest, VoidRequest } from '../reversal/request.ts';
import { readEnvelope, soapContentTypes, writeEnvelope, type SoapVersion } from '../soap/envelope.ts';
import { readSoapFault } from '../soap/fault.ts';
import { readField, writeField } from '../soap/field.ts';
import { findChild } from '../xml/document.ts';
import { paymentServiceNamespace, type PaymentServiceOperation } from './service.ts';

/** A call as it is posted. */
export interface PaymentServiceCall {
  readonly operation: PaymentServiceOperation;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A void of a card payment. The outlet is BasePaymentTransactionData's; elements in the order of the schema (instamed-protocol.md §4). */
export function encodeSoapVoid(version: SoapVersion, request: VoidRequest): PaymentServiceCall {
  const own = writeField('PrimaryTransactionID', request.primaryTransactionId) + writeField('PrimaryCardPresentStatus', 'PresentManualKey');
  return call(version, 'DoCreditCardSecondaryVoid', `<transaction>${writeOutlet(request)}${own}</transaction>`);
}

/** A refund of a card payment, whole or in part. The amount has two decimals and no thousands commas. Errors as `encodeCents`. */
export function encodeSoapSimpleRefund(version: SoapVersion, request: SimpleRefundRequest): PaymentServiceCall {
  const own = writeField('Amount', encodeCents(request.cents)) + writeField('PrimaryTransactionID', request.primaryTransactionId);
  return call(version, 'DoCreditCardSimpleRefund', `<transaction>${writeOutlet(request)}${own}</transaction>`);
}

/** A void of an eCheck. It names nothing but the payment: InstaMed knows the outlet by the credentials. */
export function encodeSoapECheckVoid(version: SoapVersion, transactionId: string): PaymentServiceCall {
  return call(version, 'DoECheckVoidByTransactionID', writeField('transactionID', transactionId));
}

/**
 * Reads the answer to one of these calls. A fault is an `error`: it does not say whether anything was done before it.
 *
 * ERR_SOAP_RESULT_MISSING for another element or no result, ERR_SOAP_FIELD for a field that comes twice or holds elements,
 * ERR_REVERSAL_UNRECOGNISED and ERR_REVERSAL_FIELD as by NVP; and the codes of the envelope.
 */
export function readSoapReversalResponse(body: string | Uint8Array, operation: PaymentServiceOperation): ReversalAnswer {
  const { version, content } = readEnvelope(body);
  if (readSoapFault(version, content) !== undefined) return { type: 'error', errorCode: undefined };
  const isAnswer = content.namespace === paymentServiceNamespace && content.local === `${operation}Response`;
  const result = isAnswer ? findChild(content, paymentServiceNamespace, `${operation}Result`) : undefined;
  if (result === undefined || content.children.length > 1) throw new ProtocolError('ERR_SOAP_RESULT_MISSING', {});
  return readReversalFields((name) => readField(result, paymentServiceNamespace, soapName(name)) || undefined);
}

const soapName = (name: ReversalField): string => name.charAt(0).toUpperCase() + name.slice(1);

const writeOutlet = ({ merchantId, storeId, terminalId }: VoidRequest): string =>
  writeField('MerchantID', merchantId) + writeField('StoreID', storeId) + writeField('TerminalID', terminalId);

function call(version: SoapVersion, operation: PaymentServiceOperation, content: string): PaymentServiceCall {
  const headers = {
    'Content-Type': soapContentTypes[version],
    ...(version === '1.1' ? { SOAPAction: `"${paymentServiceNamespace}${operation}"` } : {}),
  };
  return { operation, headers, body: writeEnvelope(version, `<${operation} xmlns="${paymentServiceNamespace}">${content}</${operation}>`) };
}
