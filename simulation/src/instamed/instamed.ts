import {
  acsPath,
  decodeNvp,
  decodeTokenStatusRequest,
  encodeNvp,
  encodeSoapFault,
  encodeTokenStatusResponse,
  nvpPath,
} from '@collect-payment/protocol';
import {
  answerNvp,
  AssertionCache,
  authenticate,
  cancel,
  FaultBoard,
  issueToken,
  launchUrl,
  Ledger,
  pay,
  readNvpRequest,
  SandboxClock,
  saveCard,
  signOnByNvp,
  SwitchBoard,
  tokenStatus,
  TrustedCertificates,
  type EnteredPayment,
  type Launch,
  type Reversal,
  type Sandbox,
  type Transaction,
} from '@collect-payment/sandbox/core';
import type { UpstreamAnswer, UpstreamRequest } from '@collect-payment/sso-broker/core';
import { pino } from 'pino';
import { accounts, instamedUrl, savedCardOf, type TenantId } from '../configuration.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import { drawSwitches } from './switches.ts';

type StatusRequest = ReturnType<typeof decodeTokenStatusRequest>;

const silent = pino({ level: 'silent' });
const minuteMs = 60_000;
/** The look-ups end 24 h after a token's end. What InstaMed keeps back longer than this and the token's life is told as attention only. */
const longestDelayMs = 20 * 60 * minuteMs;

/** The sandbox's core behind simulated calls, as slow and as odd as the seed wants it. */
export class InstaMed {
  /** Told of every payment in the moment it commits. */
  onTransaction: (launch: Launch, transaction: Transaction) => void = () => undefined;
  /** Told of every void and refund that is taken. */
  onReversal: (launch: Launch, transaction: Transaction, reversal: Reversal) => void = () => undefined;
  readonly #sandbox: Sandbox;
  readonly #faults: Faults;
  readonly #random: Random;
  readonly #nowMs: () => number;
  /** When a transaction's receipt can first be read, and when its status is first one that is documented. */
  readonly #readableAtMs = new Map<string, number>();
  readonly #decidedAtMs = new Map<string, number>();
  readonly #statusRequests = new Map<string, StatusRequest>();

  constructor(nowMs: () => number, random: Random, faults: Faults, switches = drawSwitches(random.fork('switches'))) {
    this.#nowMs = nowMs;
    this.#random = random;
    this.#faults = faults;
    const uuids = random.fork('uuids');
    this.#sandbox = {
      configuration: { accounts, serviceProvider: { entityId: 'https://instamed.simulated/sp' } },
      clock: new SandboxClock(nowMs),
      switches: new SwitchBoard(switches),
      faults: new FaultBoard(),
      ledger: new Ledger(),
      assertions: new AssertionCache(),
      certificates: new TrustedCertificates([]),
      log: silent,
      origins: () => [instamedUrl],
      originOf: () => instamedUrl,
      newUuid: () => writeUuid(uuids),
    };
    for (const { id, accountId } of accounts) this.#keepCard(savedCardOf(id as TenantId), accountId);
  }

  #keepCard(transactionId: string, accountId: string): void {
    const expiry = { expirationMonth: 12, expirationYear: 2039 };
    const card = { brand: 'VISA', bin: '411111', lastFour: '1111', ...expiry, holderName: 'Ada', entryMode: 'Keyed' } as const;
    this.#sandbox.ledger.savedCards.set(transactionId, {
      transactionId,
      accountId,
      card,
      authorizationNumber: 'A1B2C3',
      at: new Date(this.#nowMs()),
    });
  }

  get launches(): readonly Launch[] {
    return [...this.#sandbox.ledger.launches.values()];
  }

  /** What was voided and refunded. */
  get reversals(): readonly Reversal[] {
    return this.#sandbox.ledger.reversals;
  }

  get switches(): SwitchBoard['current'] {
    return this.#sandbox.switches.current;
  }

  launchOf(token: string): Launch | undefined {
    return this.#sandbox.ledger.launches.get(token);
  }

  /** Submits the payment form. The payment commits `delayMs` later, which can be long after the token's end: the bank is slow. */
  submit(launch: Launch, entered: EnteredPayment, slowBankMs?: number): { readonly delayMs: number; readonly commit: () => void } {
    const submittedAt = new Date(this.#nowMs());
    const late = slowBankMs ?? this.#random.spread(minuteMs, longestDelayMs / 2);
    const delayMs = slowBankMs !== undefined || this.#faults.strikes('payment commits late') ? late : 0;
    return {
      delayMs,
      commit: () => {
        const clock = { now: () => submittedAt };
        if (launch.screen === 'save-on-file') return this.#save(launch, entered, clock as unknown as SandboxClock);
        const result = pay(launch, entered, { ...this.#sandbox, clock: clock as unknown as SandboxClock });
        if (result.type === 'invalid') throw new Error(`The simulated form is wrong: ${JSON.stringify(result.problems)}`);
        if (result.type !== 'done' || result.repeated) return;
        this.#delay(result.transaction);
        this.onTransaction(launch, result.transaction);
      },
    };
  }

  #save(launch: Launch, entered: EnteredPayment, clock: SandboxClock): void {
    const result = saveCard(launch, entered, { ...this.#sandbox, clock });
    if (result.type === 'invalid') throw new Error(`The simulated form is wrong: ${JSON.stringify(result.problems)}`);
    if (result.type === 'done') this.#delay(result.saving);
  }

  cancel(launch: Launch): void {
    cancel(launch, this.#sandbox);
  }

  /** One call over the wire. */
  answer({ url, headers, body }: UpstreamRequest): UpstreamAnswer {
    const { pathname } = new URL(url);
    if (pathname === acsPath) return this.#answerSignOn(body);
    if (pathname === nvpPath) return this.#answerReceipt(body, headers['authorization']);
    return this.#answerStatus(body);
  }

  #tellReversal(body: string): void {
    const primary = decodeNvp(body).get('primaryTransactionID') ?? '';
    const reversal = this.#sandbox.ledger.reversalsOf(primary).at(-1);
    const launch = this.launches.find(({ transactions }) => transactions.some(({ transactionId }) => transactionId === primary));
    const transaction = launch?.transactions.find(({ transactionId }) => transactionId === primary);
    if (launch !== undefined && transaction !== undefined && reversal !== undefined) this.onReversal(launch, transaction, reversal);
  }

  #delay({ transactionId }: Pick<Transaction, 'transactionId'>): void {
    if (this.#faults.strikes('receipt late')) {
      this.#readableAtMs.set(transactionId, this.#nowMs() + this.#random.spread(1_000, longestDelayMs / 2));
    }
    if (this.#faults.strikes('undecided receipt')) {
      this.#decidedAtMs.set(transactionId, this.#nowMs() + this.#random.spread(1_000, longestDelayMs / 2));
    }
  }

  #answerSignOn(body: string): UpstreamAnswer {
    const { headerStatus, headerName } = this.#sandbox.switches.current;
    const signOn = signOnByNvp(decodeNvp(body), this.#sandbox, acsPath);
    return answerOf(Number(headerStatus), '', { [headerName.toLowerCase()]: launchUrl(signOn, issueToken(signOn, this.#sandbox)) });
  }

  #answerStatus(body: string): UpstreamAnswer {
    const { version, request } = this.#readStatusRequest(body);
    const answer = tokenStatus(request, this.#sandbox);
    if (answer.type === 'fault') {
      const fault = encodeSoapFault(version, answer);
      return answerOf(500, fault.body, { 'content-type': fault.contentType });
    }
    const word = this.#faults.strikes('unknown status word') ? this.#random.pick(['PENDING', 'IN PROGRESS', 'OPENED']) : answer.word;
    const status = encodeTokenStatusResponse(version, word);
    return answerOf(200, status.body, { 'content-type': status.contentType });
  }

  /** A token is asked about in the same words every time. */
  #readStatusRequest(body: string): StatusRequest {
    const read = this.#statusRequests.get(body) ?? decodeTokenStatusRequest(body);
    this.#statusRequests.set(body, read);
    return read;
  }

  #answerReceipt(body: string, authorization: string | undefined): UpstreamAnswer {
    const { configuration, switches } = this.#sandbox;
    const account = authenticate(authorization, configuration.accounts, switches.current);
    if (account === undefined) return answerOf(401, '', {});
    const { ledger } = this.#sandbox;
    const takenBefore = ledger.reversals.length;
    const launch = body.includes('transactionAction=AuthCapt') ? this.launchOf(decodeNvp(body).get('singleSignOnToken') ?? '') : undefined;
    const soldBefore = launch?.transactions.length ?? 0;
    const receipt = answerNvp(readNvpRequest(Buffer.from(body)), account, this.#sandbox);
    if (ledger.reversals.length > takenBefore) this.#tellReversal(body);
    const sold = launch?.transactions[soldBefore];
    if (launch !== undefined && sold !== undefined) this.onTransaction(launch, sold);
    const transactionId = receipt?.find(([name]) => name === 'transactionID')?.[1] ?? '';
    // The answer to a sale is its receipt; what is late or undecided is what is read of it afterwards.
    const error = () => {
      const fields = [['errorCode', '400'] as const, ['errorMessage', 'An unexpected error occurred'] as const];
      return answerOf(Number(switches.current.nvpErrorStatus), encodeNvp(fields), form);
    };
    if (sold !== undefined && receipt !== undefined) {
      this.#delay(sold);
      return this.#faults.strikes('error after a sale') ? error() : answerOf(200, encodeNvp(receipt), form);
    }
    if (receipt === undefined || (this.#readableAtMs.get(transactionId) ?? 0) > this.#nowMs()) return error();
    const decided = (this.#decidedAtMs.get(transactionId) ?? 0) <= this.#nowMs();
    const told = decided ? receipt : receipt.map(([name, value]) => [name, name === 'transactionStatus' ? 'P' : value] as const);
    return answerOf(200, encodeNvp(told), form);
  }
}

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

function answerOf(status: number, body: string, headers: Readonly<Record<string, string>>): UpstreamAnswer {
  return { type: 'answer', status, headers, body: Buffer.from(body) };
}

function writeUuid(random: Random): string {
  const digits = Buffer.from(random.bytes(16)).toString('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}
