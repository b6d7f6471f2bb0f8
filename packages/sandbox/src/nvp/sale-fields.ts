import type { Sale } from '../payment/sell.ts';
import type { Launch } from '../launch.ts';
import type { Saving } from '../payment/saving.ts';
import type { SavedCard } from '../payment/saved-card.ts';
import type { Sandbox } from '../sandbox.ts';
import { cardFields, receiptFields, type Pair } from './receipt-fields.ts';

/** The answer to a sale: a receipt's fields, and what the reader is told (instamed-protocol.md §3.4; the documented answer is a part of one). */
export function saleFields({ launch, transaction, emvResponse }: Sale, sandbox: Sandbox): readonly Pair[] {
  return [...receiptFields(launch, transaction, sandbox), ...(emvResponse === undefined ? [] : [['emvResponse', emvResponse] as const])];
}

/** The receipt of the save-on-file screen, saved or declined: as the answer to SaveOnFile [INFERRED]; the status O is §3.8's. */
export function savingFields(launch: Launch, saving: Saving, sandbox: Sandbox): readonly Pair[] {
  const { userId } = launch.parameters;
  const told = new Map(savedFields(saving, sandbox));
  const isDeclined = saving.transactionStatus === 'D';
  const isPlan = sandbox.switches.current.savedCardReceipt === 'paymentPlanID';
  if (isDeclined || isPlan) told.delete('saveOnFileTransactionID');
  if (isPlan && !isDeclined) told.set('paymentPlanID', saving.transactionId);
  if (isDeclined) {
    told.set('responseCode', saving.responseCode).set('responseMessage', 'DECLINED').set('transactionStatus', 'D');
  }
  return [...told, ...(userId === undefined ? [] : [['userID', userId] as const])];
}

/** The answer to SaveOnFile: its documented beginning (§3.7), then what other answers have [INFERRED], with the status of §3.8. */
export function savedFields({ transactionId, card, authorizationNumber, at }: SavedCard, { switches }: Sandbox): readonly Pair[] {
  return [
    ['IsEMVVerifiedByPIN', 'false'],
    ...cardFields(card, switches.current),
    ['authorizationNumber', authorizationNumber],
    ['responseCode', '000'],
    ['responseMessage', 'APPROVAL'],
    ['transactionStatus', 'O'],
    ['primaryTransactionID', transactionId],
    ['transactionID', transactionId],
    ['transactionDate', at.toISOString().replace('Z', '0000Z')],
    ['saveOnFileTransactionID', transactionId],
  ];
}
