import { writePostingLine, type PostingRecordId } from '@collect-payment/protocol';
import type { Launch } from '../launch.ts';
import type { Ledger } from '../ledger.ts';
import type { Transaction } from '../payment/transaction.ts';

const transactionTypes = { card: 'CreditCard', check: 'eCheck', cash: 'Cash' } as const;

/**
 * The EOD posting file of an account (instamed-protocol.md §9.5): every payment and decline as the ledger has it now, and every refund under its own
 * id. A void has no record: its payment's says V.
 */
export function postingFile(ledger: Ledger, accountId: string, recordId: PostingRecordId): string {
  const launches = [...ledger.launches.values()].filter(({ account }) => account.accountId === accountId);
  const lines = launches.flatMap((launch) => launch.transactions.flatMap((transaction) => linesOf(launch, transaction, ledger, recordId)));
  return lines.map((line) => `${line}\r\n`).join('');
}

function linesOf(launch: Launch, transaction: Transaction, ledger: Ledger, recordId: PostingRecordId): readonly string[] {
  const { transactionId, at, transactionStatus, approvedCents, submittedCents, authorizationNumber } = transaction;
  const reversals = ledger.reversalsOf(transactionId);
  const fields = fieldsOf(launch, transaction);
  const isVoided = reversals.some(({ type }) => type === 'void');
  const sale = writePostingLine({
    recordId,
    at,
    cents: transactionStatus === 'C' ? approvedCents : submittedCents,
    fields: {
      ...fields,
      'Payment Transaction Action': 'AuthCapt',
      'Transaction ID': transactionId,
      'Authorization Number': authorizationNumber,
      'Transaction Status Code': isVoided ? 'V' : transactionStatus,
    },
  });
  const credits = reversals
    .filter(({ type }) => type === 'refund')
    .map((refund) =>
      writePostingLine({
        recordId,
        at: refund.at,
        cents: refund.cents,
        fields: {
          ...fields,
          'Payment Transaction Action': 'Credit',
          'Transaction ID': refund.transactionId,
          'Authorization Number': refund.authorizationNumber,
          'Transaction Status Code': 'C',
        },
      }),
    );
  return [sale, ...credits];
}

function fieldsOf({ account, parameters }: Launch, { tender, card }: Transaction): Readonly<Record<string, string | undefined>> {
  const { outlet } = account;
  const { patientId, patientFirstName, patientLastName, userId, additionalInfo = {} } = parameters;
  const info = ([1, 2, 3, 4, 5, 6] as const).map((number) => [`AdditionalInfo${number}`, additionalInfo[number]] as const);
  return {
    'Merchant ID': outlet.merchantId,
    'Store ID': outlet.storeId,
    'Terminal ID': outlet.terminalId,
    'Payment Transaction Type': transactionTypes[tender],
    'Card Type': card?.brand,
    'Patient LastName': patientLastName,
    'Patient FirstName': patientFirstName,
    'Patient Account Number': patientId,
    ...Object.fromEntries(info),
    User: userId,
  };
}
