import { encodeCents } from '@collect-payment/protocol';
import type { Launch } from '../launch.ts';
import type { Reversal } from '../payment/reversal.ts';
import { statusNow } from '../payment/reversible-payment.ts';
import type { CardOnTransaction, Transaction } from '../payment/transaction.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Switches } from '../switches.ts';

/** One field of a name-value body. */
export type Pair = readonly [name: string, value: string];

const agreement = 'I AGREE TO PAY THE ABOVE AMOUNT ACCORDING TO MY CARD HOLDER AGREEMENT.';
const refundText = 'THE ABOVE AMOUNT HAS BEEN REFUNDED.';

/** The fields of a ViewReceipt answer, in the order of the documented sample (instamed-protocol.md §3.3). There is no amount. */
export function receiptFields(launch: Launch, transaction: Transaction, sandbox: Sandbox): readonly Pair[] {
  const { ledger, clock } = sandbox;
  const switches = sandbox.switches.current;
  const { transactionId, responseCode, responseMessage, card } = transaction;
  const refund =
    switches.receiptAfterRefund === 'refund' ? ledger.reversalsOf(transactionId).findLast(({ type }) => type === 'refund') : undefined;
  const status = statusNow(transaction, ledger, switches, clock.now());
  return [
    ['IsEMVVerifiedByPIN', 'false'],
    ['isEMVTransaction', String(card?.entryMode === 'Chip')],
    ...(card === undefined ? [] : cardFields(card, switches)),
    ...(transaction.accountLastFour === undefined ? [] : [['lastFourDigits', transaction.accountLastFour] as const]),
    ['authorizationNumber', (refund ?? transaction).authorizationNumber],
    ['responseCode', refund ? '000' : responseCode],
    ['responseMessage', refund ? 'APPROVAL' : responseMessage],
    ...statusFields(refund ? 'C' : status, switches),
    ...(refund ? [] : partialFields(transaction)),
    ['primaryTransactionID', transactionId],
    ['authorizationText', refund ? refundText : agreement],
    ['transactionID', (refund ?? transaction).transactionId],
    ['transactionDate', dateOf(refund ?? transaction)],
    ['isSignatureRequired', 'false'],
    ...(card?.entryMode === 'Chip' ? chipFields : []),
    ...tenderFields(transaction),
    ...(transaction.savedCard === undefined ? [] : [['saveOnFileTransactionID', transaction.savedCard] as const]),
    ...(switches.receiptDevice === 'told' ? deviceFields(transaction) : []),
    ...(launch.parameters.userId === undefined ? [] : [['userID', launch.parameters.userId] as const]),
  ];
}

/** The tags that a chip card's receipt prints, of a Visa credit card. */
const chipFields: readonly Pair[] = [
  ['EMVApplicationIdentifier', 'A0000000031010'],
  ['EMVApplicationName', 'VISA CREDIT'],
  ['EMVTerminalVerificationResults', '0080008000'],
  ['EMVIssuerApplicationData', '06010A03A00000'],
  ['EMVTransactionStatusInformation', 'E800'],
  ['EMVApplicationResponseCode', '00'],
];

// .NET's round-trip format: seven fractional digits.
const dateOf = ({ at }: Pick<Reversal, 'at'>): string => at.toISOString().replace('Z', '0000Z');

// Where a void shows in a receipt is nowhere documented (§3.3 lists primaryTransactionStatus without saying when it comes).
function statusFields(status: 'C' | 'D' | 'V' | 'S', { receiptAfterVoid }: Switches): readonly Pair[] {
  if (status !== 'V' || receiptAfterVoid === 'status') return [['transactionStatus', status]];
  return [
    ['transactionStatus', 'C'],
    ['primaryTransactionStatus', 'V'],
  ];
}

export function cardFields(card: CardOnTransaction, switches: Switches): readonly Pair[] {
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

// No documented receipt names a reader; these are the names that a sale gives it (§7.2).
function deviceFields({ device }: Transaction): readonly Pair[] {
  if (device === undefined) return [];
  const { name, serialNumber, firmwareVersion } = device;
  return [
    ['deviceName', name],
    ['deviceSerialNumber', serialNumber],
    ['deviceFirmwareVersion', firmwareVersion],
  ];
}

function partialFields({ transactionStatus, responseCode, approvedCents }: Transaction): readonly Pair[] {
  return transactionStatus === 'C' && responseCode === '010' ? [['partialApprovalAmount', encodeCents(approvedCents)]] : [];
}
