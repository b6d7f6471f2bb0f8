import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CardReadRequest, CreatePaymentSession } from '@collect-payment/contract';
import { allowedOrigin } from '../support/credentials.ts';

/** A word in every field of a creation, each another one, so that a find names its field. */
export const planted = {
  patient: { id: 'Sentinel-patient-id', firstName: 'Sentinel-given', lastName: 'Sentinel-family' },
  staff: { id: 'Sentinel-staff-id', name: 'Sentinel-staff-name' },
  outlet: { merchantId: '6011000551245', storeId: '001', terminalId: '002' },
  invoice: 'Sentinel-invoice',
  options: { cardHolderName: 'Sentinel-holder' },
  device: { name: 'Sentinel-reader', serialNumber: 'Sentinel-serial', firmwareVersion: 'Sentinel-firmware' },
  metadata: { visit: 'Sentinel-visit', 'Sentinel-name': 'Sentinel-value' },
  returnUrl: `${allowedOrigin}/back?visit=Sentinel-return`,
} as const satisfies Partial<CreatePaymentSession>;

export const idempotencyKey = 'Sentinel-idempotency-key';
/** Said of a void. */
export const reversed = { reason: 'Sentinel-reason', requestedBy: 'Sentinel-clerk', approvedBy: 'Sentinel-lead' };
/** Typed on InstaMed's page. */
export const paidWith = { holderName: 'Sentinel-typed-holder', cardNumber: '4111111111111111' };
/** What InstaMed's webhooks carry of a person. */
export const told = {
  PatientFirstName: 'Sentinel-told-given',
  PatientLastName: 'Sentinel-told-family',
  PatientAccountNumber: 'Sentinel-told-account',
  CardHolderName: 'Sentinel-told-holder',
};

const sample = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../protocol/test/fixtures/nvp/emv-sale-request.json'), 'utf8'),
) as Readonly<Record<string, string>>;

/** InstaMed's documented read of a chip card, and what is in it of the card: the holder's name, the number with zeros in its middle, ciphertext. */
export const cardRead = {
  device: planted.device,
  entry: 'chip',
  fallback: false,
  data: sample['encryptedEMVData'] ?? '',
} as const satisfies CardReadRequest;
/** The name of a card that InstaMed keeps. */
export const savedCard = '5e47135e47135e47135e47135e47135e';

/** An account at a bank, told once to InstaMed. The routing number is a bank's and public; with the account it is not. */
export const bankAccount = {
  type: 'check',
  accountType: 'savings',
  routingNumber: '091000019',
  accountNumber: '73190264850917',
  holder: { firstName: 'Sentinel-holder-given', lastName: 'Sentinel-holder-family' },
} as const;

const readBytes = Buffer.from(cardRead.data, 'hex').toString('latin1');
export const cardWords: readonly string[] = [
  /[A-Z]{4,}(?=[/ ])/.exec(readBytes)?.[0] ?? '',
  /;(\d{16})=/.exec(readBytes)?.[1] ?? '',
  readBytes.slice(-60, -20),
  cardRead.data.slice(-120, -40),
  savedCard,
  bankAccount.accountNumber,
  bankAccount.routingNumber,
  // Not even a part of it.
  bankAccount.accountNumber.slice(-8),
  bankAccount.holder.firstName,
  bankAccount.holder.lastName,
];

/** A read in the clear, which is refused. */
export const clearTrack = ';5500000000000004=30121010000012345678?';

/** The ways in which a word may stand in bytes: as it is, in hexadecimal, in two-byte letters, and in base64, wherever in it the word begins. */
export function formsOf(word: string): readonly string[] {
  const bytes = Buffer.from(word);
  // Of three bytes base64 makes four letters; those that share a letter with a neighbour are left out.
  const base64 = [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const whole = Math.floor((before + bytes.length) / 3) * 4;
    return padded.slice(before === 0 ? 0 : 4, whole);
  });
  return [word, bytes.toString('hex'), Buffer.from(word, 'utf16le').toString('latin1'), ...base64, ...base64.map(toUrlSafe)];
}

const toUrlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

/** The words that are found in a text, in any of their forms and in any case. */
export function findWords(text: string, words: readonly string[]): readonly string[] {
  const lower = text.toLowerCase();
  return words.filter((word) => formsOf(word).some((form) => text.includes(form) || lower.includes(form.toLowerCase())));
}
