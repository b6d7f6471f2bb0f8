import {
  decodeCents,
  escapeXmlText,
  findChild,
  paymentServiceNamespace,
  ProtocolError,
  readEnvelope,
  type PaymentServiceOperation,
  type SoapVersion,
  type XmlElement,
} from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import type { Pair } from '../nvp/receipt-fields.ts';
import { refundFields, voidFields } from '../nvp/reversal-fields.ts';
import { refundPayment, voidPayment } from '../payment/reverse.ts';
import type { Sandbox } from '../sandbox.ts';
import { findOperation, resultFieldsOf } from './operations.ts';
import { sellByCheck } from './sell-by-check.ts';

export interface PaymentServiceRequest {
  readonly version: SoapVersion;
  readonly operation: PaymentServiceOperation;
  readonly content: XmlElement;
}

/** @throws ProtocolError ERR_SOAP_OPERATION for an operation that is not served, ERR_SOAP_*, ERR_XML_* */
export function decodePaymentServiceRequest(body: Uint8Array): PaymentServiceRequest {
  const { version, content } = readEnvelope(body);
  const operation = content.namespace === paymentServiceNamespace ? findOperation(content.local) : undefined;
  if (operation === undefined) throw new ProtocolError('ERR_SOAP_OPERATION', {});
  return { version, operation, content };
}

/** The response element of a void, a refund or a sale; undefined is a fault. @throws ProtocolError ERR_MONEY_FORMAT */
export function answerBySoap(request: PaymentServiceRequest, account: SandboxAccount, sandbox: Sandbox): string | undefined {
  const { operation } = request;
  const pairs = perform(request, account, sandbox);
  if (pairs === undefined) return undefined;
  const values = new Map(pairs.map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]));
  const fields = resultFieldsOf(operation).flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [`<${name}>${escapeXmlText(value)}</${name}>`];
  });
  const result = `<${operation}Result>${fields.join('')}</${operation}Result>`;
  return `<${operation}Response xmlns="${paymentServiceNamespace}">${result}</${operation}Response>`;
}

function perform({ operation, content }: PaymentServiceRequest, account: SandboxAccount, sandbox: Sandbox): readonly Pair[] | undefined {
  if (operation === 'DoECheckVoidByTransactionID') {
    const result = voidPayment(textOf(content, 'transactionID'), account, sandbox, 'check');
    return result.type === 'unknown' ? undefined : voidFields(result, sandbox);
  }
  const transaction = findChild(content, paymentServiceNamespace, 'transaction');
  if (transaction === undefined || !isOutletOf(account, transaction)) return undefined;
  if (operation === 'DoECheckAuthAndCapt') return sellByCheck(transaction, account, sandbox);
  const primaryTransactionId = textOf(transaction, 'PrimaryTransactionID');
  if (operation === 'DoCreditCardSecondaryVoid') {
    const result = voidPayment(primaryTransactionId, account, sandbox);
    return result.type === 'unknown' ? undefined : voidFields(result, sandbox);
  }
  const result = refundPayment(primaryTransactionId, decodeCents(textOf(transaction, 'Amount')), account, sandbox);
  return result.type === 'unknown' ? undefined : refundFields(result, sandbox);
}

function isOutletOf({ outlet }: SandboxAccount, transaction: XmlElement): boolean {
  const { merchantId, storeId, terminalId } = outlet;
  const [merchant, store, terminal] = ['MerchantID', 'StoreID', 'TerminalID'].map((name) => textOf(transaction, name));
  return merchant === merchantId && store === storeId && terminal === terminalId;
}

const textOf = (parent: XmlElement, name: string): string => findChild(parent, paymentServiceNamespace, name)?.text ?? '';
