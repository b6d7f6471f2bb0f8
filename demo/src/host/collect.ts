import type { CardReaderDevice, CreatePaymentSession, Outcome, Screen, Sso } from '@collect-payment/contract';
import { balanceCents, dollars, type Account } from './accounts.ts';
import { BrokerRefusal, cancelSession, createPayment, createSession, readSession, type BrokerConnection } from './broker.ts';

/** What the person at the page may choose. Never the amount, never the patient. */
export interface Choice {
  readonly screen: Screen;
  readonly sso: Sso;
  /** The reader at this desk, where the page has one. */
  readonly device?: CardReaderDevice | undefined;
}

/** What `<collect-payment>` needs of a session. */
export interface Credentials {
  readonly id: string;
  readonly clientSecret: string;
}

/** Why the broker would not open another payment of this invoice: what the page tells the person, in its own words. */
const reasons = {
  /** A page that can be paid, on other terms than those asked for. */
  ERR_DUPLICATE_LIVE: 'under-way',
  ERR_DUPLICATE_OTHER_TERMS: 'under-way',
  /** It was canceled or declined, but its page may still be open somewhere. */
  ERR_DUPLICATE_MAY_BE_PAID: 'may-still-be-paid',
  ERR_DUPLICATE_RECENTLY_PAID: 'just-paid',
} as const;
export type Reason = (typeof reasons)[keyof typeof reasons];

/** An earlier payment is in the way, and the person decides: back to it, or a new one all the same. */
export interface InTheWay {
  readonly inTheWay: Reason;
  /** What it asks for, or took, in dollars, and when it last changed. */
  readonly amount: string;
  readonly at: string;
  /** For going back to it. Absent when another system of the clinic's made it. */
  readonly earlier?: Credentials;
}

/** What the person decided: to pay all the same, having been told this. */
export interface Wish {
  readonly despite?: Reason;
}

/** What a clinic's server does for `<collect-payment>`: creates the session, and books what the broker says became of it. */
export class Collector {
  readonly #connection: BrokerConnection;
  readonly #sessions = new Map<string, readonly Credentials[]>();
  /** By account, the sessions of payments that had no page. */
  readonly #sales = new Map<string, readonly string[]>();

  constructor(connection: BrokerConnection) {
    this.#connection = connection;
  }

  /** The session for an account's balance. A reload, a second tab and another clerk all get the same one: the broker sees to that. */
  async open(account: Account, choice: Choice, wish: Wish): Promise<Credentials | InTheWay | undefined> {
    await this.book(account);
    if (choice.screen === 'save-on-file') return this.#openSaving(account, choice);
    // All is paid: a page that was reloaded after its payment is shown it again.
    if (balanceCents(account) <= 0) return this.#known(account, account.payments.at(-1)?.sessionId);
    try {
      return await this.#create(account, paymentFor(account, choice));
    } catch (error) {
      const reason = error instanceof BrokerRefusal ? reasons[error.code as keyof typeof reasons] : undefined;
      const rival = error instanceof BrokerRefusal ? error.session : undefined;
      if (reason === undefined || rival === undefined) throw error;
      // A page that nobody opened takes no money: it makes way without a question.
      if (rival.status === 'created') {
        await cancelSession(this.#connection, rival.id);
        return this.open(account, choice, wish);
      }
      // Only what the person was told of is overridden. Had it been paid in the meantime, they would be told that first.
      if (reason === wish.despite) return this.#create(account, { ...paymentFor(account, choice), duplicates: 'allow' });
      return this.#explain(account, reason, rival.id);
    }
  }

  /**
   * Pays the balance by the card that the patient has saved, with no page. Undefined when there is no card, nothing is due, or a page of this invoice
   * that may be paid is open somewhere.
   */
  async payBySavedCard(account: Account): Promise<Outcome | undefined> {
    await this.book(account);
    const transactionId = account.savedCards.at(-1)?.saveOnFileTransactionId;
    if (transactionId === undefined || balanceCents(account) <= 0) return undefined;
    const { screen: _screen, sso: _sso, options: _options, ...order } = paymentFor(account, { screen: 'simple-collect', sso: 'saml' });
    const tender = { type: 'saved-on-file', transactionId } as const;
    // The same button pressed twice is one payment; another balance, or another card, is another.
    const key = `${account.invoice}-${balanceCents(account)}-${account.savedCards.length}`;
    try {
      const { session } = await createPayment(this.#connection, { ...order, tender }, key);
      // An answer that was lost leaves it in doubt: it is looked up, and booked once it is known.
      this.#sales.set(account.id, [...(this.#sales.get(account.id) ?? []), session.id]);
      bookOnce(account, session.id, session.outcome);
      return session.outcome;
    } catch (error) {
      const rival = error instanceof BrokerRefusal ? error.session : undefined;
      if (rival?.status !== 'created') throw error;
      await cancelSession(this.#connection, rival.id);
      return this.payBySavedCard(account);
    }
  }

  /** Asks the broker about every session of the account, and books each approved payment, and each saved card, once. */
  async book(account: Account): Promise<void> {
    for (const id of [...this.#sessionsOf(account).map((session) => session.id), ...(this.#sales.get(account.id) ?? [])]) {
      if (!isBooked(account, id)) bookOnce(account, id, (await readSession(this.#connection, id)).outcome);
    }
  }

  /** The id of the account that a session was opened for, or undefined for a session that is not ours. */
  accountOf(sessionId: string): string | undefined {
    for (const [accountId, sessions] of this.#sessions) if (sessions.some(({ id }) => id === sessionId)) return accountId;
    for (const [accountId, ids] of this.#sales) if (ids.includes(sessionId)) return accountId;
    return undefined;
  }

  /** No money is asked for: where another page of the patient's is in the way, another card may be saved all the same. */
  async #openSaving(account: Account, choice: Choice): Promise<Credentials> {
    const terms = savingFor(account, choice);
    try {
      return await this.#create(account, terms);
    } catch (error) {
      if (!(error instanceof BrokerRefusal) || error.session === undefined) throw error;
      return this.#create(account, { ...terms, duplicates: 'allow' });
    }
  }

  async #create(account: Account, terms: CreatePaymentSession): Promise<Credentials> {
    const { id, clientSecret } = await createSession(this.#connection, terms);
    const session = { id, clientSecret };
    if (this.#known(account, id) === undefined) this.#sessions.set(account.id, [...this.#sessionsOf(account), session]);
    return session;
  }

  async #explain(account: Account, inTheWay: Reason, rivalId: string): Promise<InTheWay> {
    const { amount, outcome, updatedAt } = await readSession(this.#connection, rivalId);
    const earlier = this.#known(account, rivalId);
    const told = { inTheWay, amount: (outcome?.approvedAmount ?? amount)?.value ?? '', at: outcome?.settledAt ?? updatedAt };
    return earlier === undefined ? told : { ...told, earlier };
  }

  #known(account: Account, sessionId: string | undefined): Credentials | undefined {
    return this.#sessionsOf(account).find(({ id }) => id === sessionId);
  }

  #sessionsOf(account: Account): readonly Credentials[] {
    return this.#sessions.get(account.id) ?? [];
  }
}

const isBooked = (account: Account, sessionId: string): boolean => account.payments.some((payment) => payment.sessionId === sessionId);

/** A page and a webhook can ask at the same time: the session's id is what keeps a payment from being booked twice. */
function bookOnce(account: Account, sessionId: string, outcome: Outcome | undefined): void {
  keepCard(account, outcome);
  if (outcome?.approvedAmount === undefined || isBooked(account, sessionId)) return;
  const cents = Math.round(Number(outcome.approvedAmount.value) * 100);
  account.payments.push({ sessionId, cents, at: outcome.settledAt, late: outcome.late });
}

/** A saved card is no payment: nothing is booked, and its name is kept for the next sale. */
function keepCard({ savedCards }: Account, outcome: Outcome | undefined): void {
  const card = outcome?.savedCard;
  const isKept = savedCards.some((kept) => kept.saveOnFileTransactionId === card?.saveOnFileTransactionId);
  if (card?.saveOnFileTransactionId !== undefined && !isKept) savedCards.push(card);
}

/** Whose card is to be saved. No amount and no invoice: the broker would refuse them. */
function savingFor({ patientId, firstName, lastName, id }: Account, { sso }: Choice): CreatePaymentSession {
  return {
    screen: 'save-on-file',
    sso,
    patient: { id: patientId, firstName, lastName },
    staff: { id: 'portal' },
    options: { cardEntry: 'keyed' },
    metadata: { account: id },
  };
}

function paymentFor(account: Account, { screen, sso, device }: Choice) {
  // Only Simple Collect engages a reader by itself.
  const engaged = screen === 'simple-collect' ? device : undefined;
  return {
    screen,
    sso,
    ...(engaged !== undefined && { device: engaged }),
    amount: { value: dollars(balanceCents(account)), currency: 'USD' },
    patient: { id: account.patientId, firstName: account.firstName, lastName: account.lastName },
    staff: account.visit === undefined ? { id: 'portal' } : { id: 'mlopez', name: 'Marta Lopez' },
    // The broker keeps one invoice from being paid twice: never leave it out, and never use it again.
    invoice: account.invoice,
    options: { cardEntry: engaged === undefined ? 'keyed' : 'device', readOnly: true, allowPartialApproval: true },
    metadata: { account: account.id },
  } satisfies CreatePaymentSession;
}
