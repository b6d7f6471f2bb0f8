import { encodeCents, type NotificationField } from '@collect-payment/protocol';
import type { Launch } from '../launch.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { Switches } from '../switches.ts';
import { notificationFieldNames, type NotificationFieldName } from './field-names.ts';

/** What happened to a transaction. A void keeps the transaction's id; a refund, a return and a chargeback have their own (instamed-protocol.md §5.2). */
export interface TransactionNews {
  readonly transactionId: string;
  readonly transactionAction: 'Sale' | 'Refund';
  readonly statusCode: string;
  /** Of a void or refund: what was given back. */
  readonly cents?: number;
  /** Of what was done on a screen of its own; else the payment's. */
  readonly token?: string;
}

const statusWords: Readonly<Record<string, string>> = {
  C: 'Approved',
  D: 'Declined',
  V: 'Voided',
  CB: 'Chargeback',
  RI: 'Returned',
  SE: 'Settlement Error',
};

/** Every documented field, in the documented order; what the sandbox does not know is null. */
export function notificationFields(
  launch: Launch,
  transaction: Transaction,
  news: TransactionNews,
  now: Date,
  switches: Switches,
): readonly NotificationField[] {
  const known = knownFields(launch, transaction, news, now, switches);
  return notificationFieldNames.map((name) => [name, known[name] ?? null] as const);
}

type KnownFields = { readonly [Name in NotificationFieldName]?: string | undefined };

function knownFields(launch: Launch, transaction: Transaction, news: TransactionNews, now: Date, switches: Switches): KnownFields {
  const { parameters, account } = launch;
  const { outlet } = account;
  const { additionalInfo = {} } = parameters;
  const { token = launch.token } = news;
  return {
    ResponseDateTime: writeUsTime(now),
    PaymentTransactionID: news.transactionId,
    TransactionAction: news.transactionAction,
    IsMultiAR: 'false',
    TransactionType: { card: 'CreditCard', check: 'eCheck', cash: 'Cash' }[transaction.tender],
    ...cardFields(transaction),
    AccountNumberLastFourDigits: transaction.accountLastFour,
    ResponseCode: transaction.responseCode,
    ResponseMessage: transaction.responseMessage,
    CurrentTransactionStatusCode: news.statusCode,
    OriginalTransactionStatusCode: transaction.transactionStatus,
    CurrentTransactionStatusDescription: statusWords[news.statusCode] ?? 'Updated',
    OriginalTransactionStatusDescription: statusWords[transaction.transactionStatus],
    RequestAmount: encodeCents(transaction.submittedCents),
    Amount: encodeCents(news.cents ?? transaction.approvedCents),
    IsPartiallyApproved: String(transaction.responseCode === '010' && transaction.transactionStatus === 'C'),
    Outlet: `${outlet.merchantId}-${outlet.storeId}-${outlet.terminalId}`,
    OutletDescription: account.merchantName,
    Alias: account.ssoAlias,
    PatientID: parameters.patientId,
    PatientFirstName: parameters.patientFirstName,
    PatientLastName: parameters.patientLastName,
    PatientCountry: 'US',
    GuarantorID: transaction.guarantorId,
    AdditionalInfo1: additionalInfo[1],
    AdditionalInfo2: additionalInfo[2],
    AdditionalInfo3: additionalInfo[3],
    AdditionalInfo4: additionalInfo[4],
    AdditionalInfo5: additionalInfo[5],
    AdditionalInfo6: additionalInfo[6],
    CardPresentStatus: 'PresentManualKey',
    WorkflowStatus: 'Complete',
    SingleSignOnToken:
      launch.unnamed === true ? undefined : { full: token, 'cut-36': token.slice(0, 36), none: undefined }[switches.webhookToken],
    MerchantID: outlet.merchantId,
    StoreID: outlet.storeId,
    TerminalID: outlet.terminalId,
    UserID: parameters.userId,
    OriginalTransactionID: transaction.transactionId,
  };
}

function cardFields({ card, authorizationNumber }: Transaction): KnownFields {
  if (card === undefined) return {};
  return {
    CardHolderName: card.holderName || undefined,
    CardLastFourDigits: `************${card.lastFour}`,
    CardType: card.brand,
    ExpDate: `${String(card.expirationMonth).padStart(2, '0')}/${String(card.expirationYear).slice(-2)}`,
    AuthorizationCode: authorizationNumber,
    CardInputMode: card.entryMode,
  };
}

const two = (part: number): string => String(part).padStart(2, '0');

/** `12/14/2017 11:58:06 PM`, in UTC (instamed-protocol.md §5.2). */
function writeUsTime(at: Date): string {
  const hour = at.getUTCHours();
  const time = `${hour % 12 || 12}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()} ${time}`;
}
