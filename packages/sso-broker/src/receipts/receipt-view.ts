import type { Receipt } from '@collect-payment/contract';
import type { InstaMedReceipt } from '@collect-payment/protocol';
import { moneyOf } from '../session/outcome.ts';
import type { PaymentSession } from '../session/session.ts';
import type { Terms } from '../session/terms.ts';

/**
 * The receipt that decided the session, with what the host said the payment is for; undefined when there is none.
 * `merchantName` is the tenant's name as receipts print it.
 */
export function receiptViewOf(session: PaymentSession, merchantName?: string): Receipt | undefined {
  if (!('found' in session) || session.found === undefined) return undefined;
  const { receipt, verdict } = session.found;
  const { terms } = session;
  // What is told of a saved card is in the outcome, for whoever may see it.
  if (terms.screen === 'save-on-file') return undefined;
  const card = cardOf(receipt);
  return {
    transactionId: receipt.transactionId,
    ...present('primaryTransactionId', receipt.primaryTransactionId),
    transactionStatus: receipt.transactionStatus,
    ...present('responseCode', receipt.responseCode),
    ...present('responseMessage', receipt.responseMessage),
    ...present('authorizationNumber', receipt.authorizationNumber),
    ...present('authorizationText', receipt.authorizationText),
    ...present('transactionDate', receipt.transactionDate),
    requestedAmount: moneyOf(terms.requestedCents),
    ...('approvedCents' in verdict && { approvedAmount: moneyOf(verdict.approvedCents), approvedAmountSource: verdict.source }),
    tender: receipt.tender,
    ...(Object.keys(card).length > 0 && { card }),
    ...present('emv', receipt.emv),
    ...present('device', deviceOf(session, receipt)),
    signatureRequired: receipt.signatureRequired,
    ...present('saveOnFileTransactionId', receipt.saveOnFileTransactionId),
    ...patientOf(terms),
    ...present('invoice', terms.invoice),
    ...present('merchantName', merchantName),
  };
}

/** The reader of the sale itself; else the one that InstaMed names; else, where InstaMed says that a card was read, the one that the host had named. */
function deviceOf({ sale, terms }: PaymentSession, receipt: InstaMedReceipt): Receipt['device'] {
  const wasRead = receipt.tender === 'card' && receipt.entryMode !== undefined && !/^keyed$/i.test(receipt.entryMode.trim());
  return sale?.device ?? receipt.device ?? (wasRead ? terms.device : undefined);
}

/** Nobody, once the patient has been erased. */
function patientOf({ patient }: Terms): Pick<Receipt, 'patientId' | 'patientName'> {
  if (patient === 'erased') return {};
  const name = [patient.firstName, patient.lastName].filter((part) => part !== undefined).join(' ');
  return { patientId: patient.id, ...present('patientName', name === '' ? undefined : name) };
}

function cardOf(receipt: InstaMedReceipt): NonNullable<Receipt['card']> {
  return {
    ...present('brand', receipt.cardBrand),
    ...present('type', receipt.cardType),
    ...present('lastFour', receipt.lastFour),
    ...present('expirationMonth', receipt.cardExpirationMonth),
    ...present('expirationYear', receipt.cardExpirationYear),
    ...present('holderName', receipt.cardHolderName),
    ...present('entryMode', receipt.entryMode),
  };
}

/** The field, unless there is nothing in it: empty fields are absent in the contract. */
function present<Name extends string, Value>(name: Name, value: Value | undefined): { readonly [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: Value });
}
