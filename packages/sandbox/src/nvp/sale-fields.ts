import type { Sale } from '../payment/sell.ts';
import type { SavedCard } from '../payment/saved-card.ts';
import type { Sandbox } from '../sandbox.ts';
import { cardFields, receiptFields, type Pair } from './receipt-fields.ts';

/** The answer to a sale: a receipt's fields, and what the reader is told (instamed-protocol.md §3.4; the documented answer is a part of one). */
export function saleFields({ launch, transaction, emvResponse }: Sale, sandbox: Sandbox): readonly Pair[] {
  return [...receiptFields(launch, transaction, sandbox), ...(emvResponse === undefined ? [] : [['emvResponse', emvResponse] as const])];
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
