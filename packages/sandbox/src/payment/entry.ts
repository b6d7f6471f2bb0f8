import { ProtocolError, decodeCents, isRoutingNumber, passesLuhn, type NvpFields } from '@collect-payment/protocol';
import { amountIsLocked, type Launch } from '../launch.ts';
import { brandOf } from './test-cards.ts';
import type { CardOnTransaction, Tender } from './transaction.ts';

/** The payment form as typed. Field names are those of the screen. */
export const entryFields = [
  'tender',
  'amount',
  'cardNumber',
  'expiry',
  'cvv',
  'holderName',
  'zip',
  'entryMode',
  'routingNumber',
  'accountNumber',
  'guarantorId',
] as const;
export type EntryField = (typeof entryFields)[number];
export type EnteredPayment = Readonly<Partial<Record<EntryField, string>>>;

/** The fields of the screen that a form brought. */
export function readEntered(fields: NvpFields): EnteredPayment {
  return Object.fromEntries(entryFields.flatMap((name) => (fields.has(name) ? [[name, fields.get(name)]] : [])));
}

export interface Problem {
  readonly field: EntryField;
  readonly message: string;
}

/** An entry the screen accepts. Numbers that must not be kept are already gone. */
export type PaymentEntry = { readonly cents: number; readonly guarantorId?: string } & (
  | { readonly tender: 'card'; readonly card: CardOnTransaction }
  | { readonly tender: 'check'; readonly accountLastFour: string }
  | { readonly tender: 'cash' }
);

export type EntryReading =
  | { readonly type: 'valid'; readonly entry: PaymentEntry }
  | { readonly type: 'invalid'; readonly problems: readonly Problem[] };

/** Checks an entry as the screen does: formats, Luhn, an expiry not before `today`, and what the launch locked or hid. */
export function readEntry(entered: EnteredPayment, launch: Launch, today: Date): EntryReading {
  const problems: Problem[] = [];
  const refuse = (field: EntryField, message: string) => void problems.push({ field, message });
  const tender = readTender(entered, launch, refuse);
  const cents = readAmount(entered, launch, refuse);
  const common = { cents, ...readGuarantor(entered, refuse) };
  let entry: PaymentEntry | undefined;
  if (tender === 'card') entry = { ...common, tender, card: readCard(entered, today, refuse) };
  else if (tender === 'check') entry = { ...common, tender, accountLastFour: readCheck(entered, refuse) };
  else if (tender === 'cash') entry = { ...common, tender };
  return entry === undefined || problems.length > 0 ? { type: 'invalid', problems } : { type: 'valid', entry };
}

export type CardReading =
  | { readonly type: 'valid'; readonly card: CardOnTransaction }
  | { readonly type: 'invalid'; readonly problems: readonly Problem[] };

/** Checks the card of an entry alone, as the screen that saves one does. */
export function readCardEntry(entered: EnteredPayment, today: Date): CardReading {
  const problems: Problem[] = [];
  const card = readCard(entered, today, (field, message) => void problems.push({ field, message }));
  return problems.length > 0 ? { type: 'invalid', problems } : { type: 'valid', card };
}

type Refuse = (field: EntryField, message: string) => void;

/** The tenders this launch shows, in the order shown. */
export function tendersOf(launch: Launch): readonly Tender[] {
  // A patient alone has nobody to hand cash to.
  const cash = launch.screen === 'consumer-payment' || launch.parameters.preventCash;
  const hidden = { card: false, check: launch.parameters.preventCheck, cash };
  return (['card', 'check', 'cash'] as const).filter((tender) => hidden[tender] !== true);
}

function readTender(entered: EnteredPayment, launch: Launch, refuse: Refuse): Tender | undefined {
  const tender = tendersOf(launch).find((shown) => shown === (entered.tender ?? 'card'));
  if (tender === undefined) refuse('tender', 'Choose one of the ways to pay.');
  return tender;
}

function readAmount(entered: EnteredPayment, launch: Launch, refuse: Refuse): number {
  const asked = launch.parameters.requestedCents;
  if (asked !== undefined && amountIsLocked(launch)) {
    if (entered.amount !== undefined && centsOf(entered.amount) !== asked) refuse('amount', 'The amount cannot be changed.');
    return asked;
  }
  const cents = centsOf(entered.amount ?? '');
  if (cents === undefined || cents === 0) refuse('amount', 'Enter an amount above zero, such as 125.00.');
  return cents ?? 0;
}

export function centsOf(text: string): number | undefined {
  try {
    return decodeCents(text.trim().replace(/^\$/, ''));
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

function readCard(entered: EnteredPayment, today: Date, refuse: Refuse): CardOnTransaction {
  const number = (entered.cardNumber ?? '').replace(/[ -]/g, '');
  const brand = brandOf(number);
  if (!/^\d{13,19}$/.test(number) || !passesLuhn(number)) refuse('cardNumber', 'Enter a valid card number.');
  const [expirationMonth, expirationYear] = readExpiry(entered.expiry ?? '', today, refuse);
  const cvvLength = brand === 'AMEX' ? 4 : 3;
  const entryMode = entered.entryMode === 'Swiped' ? 'Swiped' : 'Keyed';
  if (entryMode === 'Keyed' && !new RegExp(`^\\d{${cvvLength}}$`).test(entered.cvv ?? '')) {
    refuse('cvv', `Enter the ${cvvLength}-digit security code.`);
  }
  if (!/^(\d{5}(-\d{4})?)?$/.test(entered.zip ?? '')) refuse('zip', 'Enter a ZIP code of 5 digits.');
  const holderName = (entered.holderName ?? '').trim();
  if (holderName.length > 121 || /\p{Cc}/u.test(holderName)) refuse('holderName', 'Enter a name of at most 121 characters.');
  return { brand, bin: number.slice(0, 6), lastFour: number.slice(-4), expirationMonth, expirationYear, holderName, entryMode };
}

function readGuarantor({ guarantorId = '' }: EnteredPayment, refuse: Refuse): { readonly guarantorId?: string } {
  if (guarantorId.length > 100) refuse('guarantorId', 'Enter at most 100 characters.');
  return guarantorId === '' ? {} : { guarantorId };
}

/** `MMYY`, `MM/YY` or `MM / YY`; good to the end of its month. */
function readExpiry(text: string, today: Date, refuse: Refuse): readonly [month: number, year: number] {
  const match = /^(\d{2})(?:\s*[/-]\s*|\s*)(\d{2})$/.exec(text.trim());
  const month = Number(match?.[1] ?? 0);
  const year = 2000 + Number(match?.[2] ?? 0);
  if (match === null || month < 1 || month > 12) refuse('expiry', 'Enter the expiry as month and year, such as 12/30.');
  else if (Date.UTC(year, month, 1) <= today.getTime()) refuse('expiry', 'This card has expired.');
  return [month, year];
}

function readCheck(entered: EnteredPayment, refuse: Refuse): string {
  const routingNumber = entered.routingNumber ?? '';
  const accountNumber = (entered.accountNumber ?? '').replace(/[ -]/g, '');
  if (!isRoutingNumber(routingNumber)) refuse('routingNumber', 'Enter a valid 9-digit routing number.');
  if (!/^\d{4,17}$/.test(accountNumber)) refuse('accountNumber', 'Enter an account number of 4 to 17 digits.');
  return accountNumber.slice(-4);
}
