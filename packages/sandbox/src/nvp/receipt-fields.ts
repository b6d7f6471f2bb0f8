import { encodeCents } from '@collect-payment/protocol';
import type { Launch } from '../launch.ts';
import type { CardOnTransaction, Transaction } from '../payment/transaction.ts';
import type { Switches } from '../switches.ts';

/** One field of a name-value body. */
export type Pair = readonly [name: string, value: string];

const agreement = 'I AGREE TO PAY THE ABOVE AMOUNT ACCORDING TO MY CARD HOLDER AGREEMENT.';

/** The fields of a ViewReceipt answer, in the order of the documented sample (instamed-protocol.md §3.3). There is no amount. */
export function receiptFields(launch: Launch, transaction: Transaction, switches: Switches): readonly Pair[] {
  const { transactionId, responseCode, responseMessage, transactionStatus, card } = transaction;
  return [
    ['IsEMVVerifiedByPIN', 'false'],
    ['isEMVTransaction', 'false'],
    ...(card === undefined ? [] : cardFields(card, switches)),
    ...(transaction.accountLastFour === undefined ? [] : [['lastFourDigits', transaction.accountLastFour] as const]),
    ['authorizationNumber', transaction.authorizationNumber],
    ['responseCode', responseCode],
    ['responseMessage', responseMessage],
    ['transactionStatus', transactionStatus],
    ...partialFields(transaction),
    ['primaryTransactionID', transactionId],
    ['authorizationText', agreement],
    ['transactionID', transactionId],
    // .NET's round-trip format: seven fractional digits.
    ['transactionDate', transaction.at.toISOString().replace('Z', '0000Z')],
    ['isSignatureRequired', 'false'],
    ...tenderFields(transaction),
    ...(launch.parameters.userId === undefined ? [] : [['userID', launch.parameters.userId] as const]),
  ];
}

function cardFields(card: CardOnTransaction, switches: Switches): readonly Pair[] {
  return [
    ['EMVCardEntryMode', card.entryMode],
    ['paymentCardType', 'Credit'],
    ['cardBrand', card.brand === 'MC' ? switches.cardBrandMastercard : card.brand],
    ['cardExpirationMonth', String(card.expirationMonth)],
    ['cardExpirationYear', String(card.expirationYear)],
    ['cardBINNumber', card.bin],
    // A name nobody entered comes as a single space (§3.3).
    ['cardHolderName', card.holderName === '' ? ' ' : card.holderName],
    ['lastFourDigits', card.lastFour],
  ];
}

// ViewReceipt documents no tender [INFERRED]: the request's word (§3.2) for what is not a card.
function tenderFields({ tender }: Transaction): readonly Pair[] {
  return tender === 'card' ? [] : [['transactionType', tender === 'check' ? 'eCheck' : 'Cash']];
}

function partialFields({ transactionStatus, responseCode, approvedCents }: Transaction): readonly Pair[] {
  return transactionStatus === 'C' && responseCode === '010' ? [['partialApprovalAmount', encodeCents(approvedCents)]] : [];
}
