import { soapContentTypes, writeEnvelope, readEnvelope, type SoapVersion } from '../soap/envelope.ts';
import { ProtocolError } from '../errors.ts';
import { readSoapFault } from '../soap/fault.ts';
import { writeField } from '../soap/field.ts';
import { findChild, type XmlElement } from '../xml/document.ts';
import { paymentServiceNamespace, type PaymentServiceOperation } from './service.ts';

/** A call as it is posted. */
export interface PaymentServiceCall {
  readonly operation: PaymentServiceOperation;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `content` is XML: every value in it is escaped already. */
export function writeCall(version: SoapVersion, operation: PaymentServiceOperation, content: string): PaymentServiceCall {
  const headers = {
    'Content-Type': soapContentTypes[version],
    ...(version === '1.1' ? { SOAPAction: `"${paymentServiceNamespace}${operation}"` } : {}),
  };
  return { operation, headers, body: writeEnvelope(version, `<${operation} xmlns="${paymentServiceNamespace}">${content}</${operation}>`) };
}

interface Outlet {
  readonly merchantId: string;
  readonly storeId: string;
  readonly terminalId: string;
}

/** The beginning of BasePaymentTransactionData (instamed-protocol.md §4). */
export const writeOutlet = ({ merchantId, storeId, terminalId }: Outlet): string =>
  writeField('MerchantID', merchantId) + writeField('StoreID', storeId) + writeField('TerminalID', terminalId);

/**
 * The result of an operation; undefined for a fault, which does not say whether anything was done before it.
 *
 * ERR_SOAP_RESULT_MISSING for another element or no result; and the codes of the envelope.
 */
export function readResult(body: string | Uint8Array, operation: PaymentServiceOperation): XmlElement | undefined {
  const { version, content } = readEnvelope(body);
  if (readSoapFault(version, content) !== undefined) return undefined;
  const isAnswer = content.namespace === paymentServiceNamespace && content.local === `${operation}Response`;
  const result = isAnswer ? findChild(content, paymentServiceNamespace, `${operation}Result`) : undefined;
  if (result === undefined || content.children.length > 1) throw new ProtocolError('ERR_SOAP_RESULT_MISSING', {});
  return result;
}
