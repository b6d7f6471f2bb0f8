import { randomUUID } from 'node:crypto';
import type { CreatePaymentSession, Outcome, Screen, Sso } from '@collect-payment/contract';
import { balanceCents, dollars, type Account } from './accounts.ts';
import { createSession, readSession, type BrokerConnection } from './broker.ts';

/** What the person at the page may choose. Never the amount, never the patient. */
export interface Choice {
  readonly screen: Screen;
  readonly sso: Sso;
}

interface OpenSession extends Choice {
  readonly id: string;
  readonly clientSecret: string;
}

/** What a clinic's server does for `<collect-payment>`: creates the session, and books what the broker says became of it. */
export class Collector {
  readonly #connection: BrokerConnection;
  readonly #sessions = new Map<string, readonly OpenSession[]>();
  // Idempotency keys of an earlier run must not bring back its sessions.
  readonly #run = randomUUID();

  constructor(connection: BrokerConnection) {
    this.#connection = connection;
  }

  /** The session for an account's balance: the one that is still open, so that a reload finds its payment again, else a new one. */
  async open(account: Account, choice: Choice): Promise<{ id: string; clientSecret: string } | undefined> {
    const undecided = await this.book(account);
    const live = undecided.findLast((session) => session.screen === choice.screen && session.sso === choice.sso);
    if (live !== undefined) return { id: live.id, clientSecret: live.clientSecret };
    const dueCents = balanceCents(account);
    if (dueCents <= 0) return undefined;
    // Two tabs that ask at once ask with the same key, and the broker gives both the same session.
    const key = [this.#run, account.id, choice.screen, choice.sso, dueCents, this.#sessionsOf(account).length].join('/');
    const { id, clientSecret } = await createSession(this.#connection, sessionFor(account, choice), key);
    const known = this.#sessionsOf(account);
    if (!known.some((session) => session.id === id)) this.#sessions.set(account.id, [...known, { ...choice, id, clientSecret }]);
    return { id, clientSecret };
  }

  /** Asks the broker about every session of the account, books each approved payment once, and returns the sessions still undecided. */
  async book(account: Account): Promise<readonly OpenSession[]> {
    const undecided: OpenSession[] = [];
    for (const session of this.#sessionsOf(account)) {
      if (isBooked(account, session.id)) continue;
      const { outcome, status } = await readSession(this.#connection, session.id);
      bookOnce(account, session.id, outcome);
      if (outcome === undefined || status === 'expired') undecided.push(session);
    }
    return undecided;
  }

  /** The id of the account that a session was opened for, or undefined for a session that is not ours. */
  accountOf(sessionId: string): string | undefined {
    for (const [accountId, sessions] of this.#sessions) if (sessions.some(({ id }) => id === sessionId)) return accountId;
    return undefined;
  }

  #sessionsOf(account: Account): readonly OpenSession[] {
    return this.#sessions.get(account.id) ?? [];
  }
}

const isBooked = (account: Account, sessionId: string): boolean => account.payments.some((payment) => payment.sessionId === sessionId);

/** A page and a webhook can ask at the same time: the session's id is what keeps a payment from being booked twice. */
function bookOnce(account: Account, sessionId: string, outcome: Outcome | undefined): void {
  if (outcome?.approvedAmount === undefined || isBooked(account, sessionId)) return;
  const cents = Math.round(Number(outcome.approvedAmount.value) * 100);
  account.payments.push({ sessionId, cents, at: outcome.settledAt, late: outcome.late });
}

function sessionFor(account: Account, choice: Choice): CreatePaymentSession {
  return {
    screen: choice.screen,
    sso: choice.sso,
    amount: { value: dollars(balanceCents(account)), currency: 'USD' },
    patient: { id: account.patientId, firstName: account.firstName, lastName: account.lastName },
    staff: account.visit === undefined ? { id: 'portal' } : { id: 'mlopez', name: 'Marta Lopez' },
    invoice: account.invoice,
    options: { cardEntry: 'keyed', readOnly: true, allowPartialApproval: true },
    metadata: { account: account.id },
  };
}
