import type { SavedCard } from '@collect-payment/contract';

/** A patient's account at the fictional clinic: what is owed and what was paid. Amounts in cents. */
export interface Account {
  readonly id: string;
  readonly patientId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly invoice: string;
  /** Time of today's visit; absent for accounts seen in the portal only. */
  readonly visit?: string;
  readonly provider: string;
  readonly charges: readonly { readonly date: string; readonly text: string; readonly cents: number }[];
  /** What the clinic keeps of the cards its patients have saved: InstaMed's name of each, to sell by, and what tells it from others. */
  readonly savedCards: SavedCard[];
  readonly payments: { readonly sessionId: string; readonly cents: number; readonly at: string; readonly late: boolean }[];
}

type Sample = Omit<Account, 'payments' | 'savedCards' | 'patientId' | 'invoice'>;

// The cents steer the sandbox: .00 approves, .05 declines, .10 approves the whole dollars only.
const samples: readonly Sample[] = [
  {
    id: 'alvarez',
    firstName: 'Maria',
    lastName: 'Alvarez',
    provider: 'Dr. Naomi Patel',
    charges: [
      { date: '2026-10-02', text: 'Office visit, established patient', cents: 85_00 },
      { date: '2026-10-02', text: 'Laboratory, basic metabolic panel', cents: 25_00 },
      { date: '2026-10-16', text: 'Follow-up by telephone', cents: 15_00 },
    ],
  },
  {
    id: 'obrien',
    firstName: 'Seán',
    lastName: 'O\'Brien <&"> 李',
    provider: 'Dr. Samuel Okafor',
    charges: [
      { date: '2026-10-09', text: 'X-ray, left wrist', cents: 74_00 },
      { date: '2026-10-09', text: 'Wrist brace', cents: 25_10 },
    ],
  },
  {
    id: 'chen',
    firstName: 'Wei',
    lastName: 'Chen',
    provider: 'Dr. Naomi Patel',
    charges: [{ date: '2026-10-20', text: 'Vaccination, travel', cents: 64_05 }],
  },
  { id: 'visit-1', visit: '08:30', firstName: 'James', lastName: 'Whitfield', provider: 'Dr. Naomi Patel', charges: copay(30_00) },
  { id: 'visit-2', visit: '09:00', firstName: 'Aisha', lastName: 'Rahman', provider: 'Dr. Samuel Okafor', charges: copay(45_00) },
  { id: 'visit-3', visit: '09:20', firstName: 'Peter', lastName: 'Novak', provider: 'Dr. Naomi Patel', charges: copay(25_05) },
  { id: 'visit-4', visit: '10:10', firstName: 'Linh', lastName: 'Nguyen', provider: 'Dr. Elena Rossi', charges: copay(50_10) },
  { id: 'visit-5', visit: '10:40', firstName: 'Grace', lastName: 'Adeyemi', provider: 'Dr. Elena Rossi', charges: copay(20_00) },
];

function copay(cents: number): Account['charges'] {
  return [{ date: '2026-11-20', text: 'Copay', cents }];
}

/** Fresh accounts, as on the first morning. The broker outlives them and guards each invoice, so `batch` must make their invoices new. */
export function openAccounts(batch: string): Map<string, Account> {
  return new Map(
    samples.map((sample, index) => [
      sample.id,
      { ...sample, patientId: `P-${10_240 + index * 7}`, invoice: `INV-${batch}-${index + 1}`, payments: [], savedCards: [] },
    ]),
  );
}

export function balanceCents(account: Account): number {
  const charged = account.charges.reduce((sum, charge) => sum + charge.cents, 0);
  return account.payments.reduce((sum, payment) => sum - payment.cents, charged);
}

export function dollars(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** What the clinic's pages are told of an account. */
export function statement(account: Account) {
  return {
    id: account.id,
    patientId: account.patientId,
    name: `${account.firstName} ${account.lastName}`,
    invoice: account.invoice,
    provider: account.provider,
    ...(account.visit === undefined ? {} : { visit: account.visit }),
    charges: account.charges.map(({ date, text, cents }) => ({ date, text, amount: dollars(cents) })),
    payments: account.payments.map(({ cents, at, late }) => ({ amount: dollars(cents), at, late })),
    balance: dollars(balanceCents(account)),
    ...savedCardOf(account),
  };
}

/** The card as a page may show it. Its name sells, and stays on the server. */
function savedCardOf({ savedCards }: Account): { readonly savedCard?: Pick<SavedCard, 'brand' | 'lastFour'> } {
  const latest = savedCards.at(-1);
  return latest === undefined ? {} : { savedCard: { brand: latest.brand ?? '', lastFour: latest.lastFour ?? '' } };
}
