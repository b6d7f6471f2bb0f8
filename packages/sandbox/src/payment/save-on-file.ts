import { notPresentStatuses, passesLuhn, savedCardFields, type NvpFields } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import type { Sandbox } from '../sandbox.ts';
import { readCents, textOf, type SaleOrder } from './sale-order.ts';
import { brandOf } from './test-cards.ts';
import type { SavedCard } from './saved-card.ts';
import type { CardOnTransaction } from './transaction.ts';

/** What a sale on a saved card must not bring besides. */
const cardFields = ['cardNumber', 'cardExpDate', 'cardVerificationNumber', 'encryptedEMVData', 'track1Data', 'track2Data'];
const notPresent: ReadonlySet<string> = new Set(notPresentStatuses.map((status) => status.toLowerCase()));

/** Whether a sale names a saved card, rightly or not. */
export const namesSavedCard = (fields: NvpFields): boolean => savedCardFields.some((name) => fields.has(name));

/** A sale on a saved card of the account (§3.4). Undefined for an unknown card or another account's, an expired one, and for two at once. */
export function readSavedCardOrder(
  fields: NvpFields,
  account: SandboxAccount,
  { ledger, clock }: Sandbox,
): Pick<SaleOrder, 'card' | 'savedCard'> | undefined {
  const [token = '', ...others] = savedCardFields.flatMap((name) => fields.get(name) ?? []);
  if (others.length > 0 || cardFields.some((name) => fields.has(name))) return undefined;
  if (!notPresent.has(textOf(fields, 'cardPresentStatus').toLowerCase())) return undefined;
  const saved = ledger.savedCards.get(token.trim().toLowerCase());
  if (saved?.accountId !== account.accountId || isExpired(saved.card, clock.now())) return undefined;
  return { card: saved.card, savedCard: saved.transactionId };
}

/**
 * SaveOnFile (§3.7): keeps a keyed card and takes no money, though an amount is among the documented fields. Undefined for what is no card.
 * The one place besides the screens where a card number is taken: this is InstaMed's side.
 */
export function saveOnFile(fields: NvpFields, account: SandboxAccount, { ledger, clock, newUuid }: Sandbox): SavedCard | undefined {
  const card = readKeyedCard(fields, clock.now());
  const isKeyed = textOf(fields, 'cardPresentStatus').toLowerCase() === 'presentmanualkey';
  if (card === undefined || !isKeyed || readCents(fields) === undefined) return undefined;
  const saved: SavedCard = {
    transactionId: newUuid().replaceAll('-', ''),
    accountId: account.accountId,
    card,
    authorizationNumber: newUuid().slice(0, 6).toUpperCase(),
    at: clock.now(),
  };
  ledger.savedCards.set(saved.transactionId.toLowerCase(), saved);
  return saved;
}

/** A card as it is keyed; undefined for what is none, or is expired. */
export function readKeyedCard(fields: NvpFields, now: Date): CardOnTransaction | undefined {
  const number = textOf(fields, 'cardNumber');
  const [, month, year] = /^(\d\d)-(\d\d)$/.exec(textOf(fields, 'cardExpDate')) ?? [];
  const holderName = textOf(fields, 'cardHolderName');
  const isCard = textOf(fields, 'transactionType').toLowerCase() === 'creditcard' && /^\d{13,19}$/.test(number) && passesLuhn(number);
  const isVerified = /^\d{3,4}$/.test(textOf(fields, 'cardVerificationNumber'));
  if (!isCard || !isVerified || holderName.length > 121 || !(Number(month) >= 1 && Number(month) <= 12)) return undefined;
  const card: CardOnTransaction = {
    brand: brandOf(number),
    bin: number.slice(0, 6),
    lastFour: number.slice(-4),
    expirationMonth: Number(month),
    expirationYear: 2000 + Number(year),
    holderName,
    entryMode: 'Keyed',
  };
  return isExpired(card, now) ? undefined : card;
}

const isExpired = ({ expirationMonth, expirationYear }: CardOnTransaction, now: Date): boolean =>
  Date.UTC(expirationYear, expirationMonth, 1) <= now.getTime();
