import { decodeCents, findChild, isRoutingNumber, paymentServiceNamespace, type XmlElement } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import type { Pair } from '../nvp/receipt-fields.ts';
import { commitSale } from '../payment/sell.ts';
import { signOnNobody } from '../payment/sign-on-nobody.ts';
import type { Sandbox } from '../sandbox.ts';

const textOf = (parent: XmlElement | undefined, name: string): string =>
  (parent && findChild(parent, paymentServiceNamespace, name)?.text.trim()) ?? '';

const isWholeNumber = (text: string): boolean => /^[0-9]{1,3}$/.test(text);

/**
 * Sells by eCheck (instamed-protocol.md §4): books it, under no sign-on, and tells of it. Of the account the last four digits are kept. Undefined, for
 * which the answer is a fault, for what is no account and for what the schema requires and is not there. @throws ProtocolError ERR_MONEY_FORMAT
 */
export function sellByCheck(transaction: XmlElement, account: SandboxAccount, sandbox: Sandbox): readonly Pair[] | undefined {
  const read = (name: string): string => textOf(transaction, name);
  const accountNumber = read('AccountNumber');
  const isAccount = isRoutingNumber(read('RoutingNumber')) && /^\d{4,17}$/.test(accountNumber);
  const isTyped = ['Checking', 'Savings'].includes(read('AccountType')) && ['true', 'false'].includes(read('IsARC'));
  const isWhole = ['CreditEffectiveOffset', 'DebitEffectiveOffset'].every((name) => isWholeNumber(read(name)));
  const isHeld = read('CheckHolderFirstName') !== '' && read('CheckHolderLastName') !== '';
  const cents = decodeCents(read('Amount'));
  if (!isAccount || !isTyped || !isWhole || !isHeld || cents === 0) return undefined;
  const launch = signOnNobody(account, sandbox, toldOf(transaction));
  const accountLastFour = accountNumber.slice(-4);
  const sale = commitSale(launch, { tender: 'check', cents, allowPartial: false, accountLastFour }, sandbox);
  const { transactionId, transactionStatus, responseCode, responseMessage, authorizationNumber } = sale.transaction;
  return [
    ['transactionID', transactionId],
    ['transactionStatus', transactionStatus],
    ['authorizationNumber', authorizationNumber],
    ['responseCode', responseCode],
    ['responseMessage', responseMessage],
    ['primaryTransactionID', transactionId],
  ];
}

function toldOf(transaction: XmlElement) {
  const patient = findChild(transaction, paymentServiceNamespace, 'Patient');
  const [patientId, patientFirstName, patientLastName] = ['PatientID', 'PatientFirstName', 'PatientLastName'].map((name) =>
    textOf(patient, name),
  );
  const info = ([1, 2, 3, 4, 5, 6] as const).map((number) => [number, textOf(transaction, `AdditionalInfo${number}`)] as const);
  return {
    ...(patientId && { patientId }),
    ...(patientFirstName && { patientFirstName }),
    ...(patientLastName && { patientLastName }),
    additionalInfo: Object.fromEntries(info.filter(([, text]) => text !== '')),
  };
}
