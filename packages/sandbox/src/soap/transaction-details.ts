import { escapeXmlText, findChild, readEnvelope, ssoServiceNamespace, type SoapVersion } from '@collect-payment/protocol';
import type { Launch } from '../launch.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { Sandbox } from '../sandbox.ts';
import { detailTypes, operations, type DetailField, type DetailOperation } from './operations.ts';
import { lookUpToken } from './token-status.ts';

export interface DetailRequest {
  readonly version: SoapVersion;
  readonly operation: DetailOperation;
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads a call of one of the two detail operations; undefined for any other. @throws ProtocolError ERR_SOAP_*, ERR_XML_* */
export function decodeDetailRequest(body: Uint8Array): DetailRequest | undefined {
  const { version, content } = readEnvelope(body);
  const names: readonly DetailOperation[] = ['GetTransactionDetails', 'GetTransactionDetailsByTransactionID'];
  const operation = names.find((name) => name === content.local);
  if (operation === undefined || content.namespace !== ssoServiceNamespace) return undefined;
  const fields = operations[operation].map((name) => [name, findChild(content, ssoServiceNamespace, name)?.text ?? '']);
  return { version, operation, fields: Object.fromEntries(fields) as Record<string, string> };
}

export type DetailAnswer =
  | { readonly type: 'details'; readonly content: string }
  | { readonly type: 'fault'; readonly code: 'client'; readonly reason: string };

/** The transaction of a token. Nothing paid yet is an answer without result: its element is optional. */
export function transactionDetails({ operation, fields }: DetailRequest, sandbox: Sandbox): DetailAnswer {
  const { tokenID = '', accountID = '', alias = '', password = '', transactionID } = fields;
  const found = lookUpToken({ tokenId: tokenID, accountId: accountID, alias, password }, sandbox);
  if (found.type === 'bad-credentials') return { type: 'fault', code: 'client', reason: 'Invalid AccountID or Password.' };
  if (found.type === 'unknown-token') return { type: 'fault', code: 'client', reason: 'The token is unknown.' };
  const { transactions } = found.launch;
  const transaction = transactionID === undefined ? transactions.at(-1) : transactions.find((each) => each.transactionId === transactionID);
  const result = transaction === undefined ? '' : `<${operation}Result>${writeDetails(found.launch, transaction)}</${operation}Result>`;
  const content = `<${operation}Response xmlns="${ssoServiceNamespace}">${result}</${operation}Response>`;
  return { type: 'details', content };
}

function writeDetails({ account }: Launch, transaction: Transaction): string {
  const { transactionId, transactionStatus, tender, card, accountLastFour } = transaction;
  const values: Partial<Record<DetailField, string>> = {
    MerchantID: account.outlet.merchantId,
    StoreID: account.outlet.storeId,
    TerminalID: account.outlet.terminalId,
    TransactionID: transactionId,
    TransactionStatus: transactionStatus,
    InstaMedAccountID: account.accountId,
    AuthorizationNumber: transaction.authorizationNumber,
    ResponseCode: transaction.responseCode,
    ResponseMessage: transaction.responseMessage,
    PrimaryTransactionID: transactionId,
    interfaceTransactionStatus: transactionStatus,
    TransactionDate: transaction.at.toISOString(),
    TenderType: { card: 'CreditCard', check: 'eCheck', cash: 'Cash' }[tender],
    TenderInfo: card?.lastFour ?? accountLastFour ?? '',
  };
  const names: readonly DetailField[] = Object.values(detailTypes).flatMap(({ fields }) => fields);
  return names
    .map((name) => {
      const value = values[name];
      return value === undefined ? '' : `<${name}>${escapeXmlText(value)}</${name}>`;
    })
    .join('');
}
