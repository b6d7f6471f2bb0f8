/** Where our session's id stands in what InstaMed was sent (docs/instamed.md). */
export const sessionIdField = '5';

/** A payment in the sandbox's ledger. */
export interface LedgerPayment {
  readonly token: string;
  readonly accountId: string;
  readonly transactionId: string;
  readonly requestedCents: number;
  /** 0 when declined. */
  readonly approvedCents: number;
  readonly additionalInfo: Readonly<Record<string, string>>;
}

export interface LedgerToken {
  readonly token: string;
  readonly accountId: string;
  readonly status: string;
  readonly polls: number;
  readonly receiptReads: number;
  readonly additionalInfo: Readonly<Record<string, string>>;
}

export interface Ledger {
  readonly payments: readonly LedgerPayment[];
  readonly tokens: readonly LedgerToken[];
}

export const faultNames = [
  'sso-500',
  'sso-timeout',
  'sso-no-header',
  'status-500',
  'status-timeout',
  'status-garbage',
  'status-fault',
  'receipt-500',
  'receipt-timeout',
  'receipt-truncated',
  'receipt-duplicate-field',
  'receipt-not-ready',
] as const;

/** The sandbox's control API: what people do on the hosted screen, and what only an oracle may see. */
export class InstaMed {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async pay(token: string, body: object): Promise<void> {
    await this.#call('POST', `/sandbox/tokens/${token}/pay`, body);
  }

  async cancel(token: string): Promise<void> {
    await this.#call('POST', `/sandbox/tokens/${token}/cancel`, {});
  }

  async arm(faults: Readonly<Record<string, number>>): Promise<void> {
    await this.#call('PUT', '/sandbox/faults', faults);
  }

  async disarm(): Promise<void> {
    await this.arm(Object.fromEntries(faultNames.map((name) => [name, 0])));
  }

  async advance(advanceMs: number): Promise<void> {
    await this.#call('POST', '/sandbox/clock', { advanceMs });
  }

  async ledger(): Promise<Ledger> {
    return (await (await fetch(`${this.url}/sandbox/ledger`)).json()) as Ledger;
  }

  /** What the sandbox refuses, such as a payment on an ended token, its ledger tells. */
  async #call(method: string, path: string, body: object): Promise<void> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await answer.body?.cancel();
  }
}
