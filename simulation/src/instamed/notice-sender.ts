import { writeNotification } from '@collect-payment/protocol';
import { notificationFields, type Launch, type Transaction, type TransactionNews } from '@collect-payment/sandbox/core';
import type { Caller } from '../people/caller.ts';
import type { EventQueue } from '../event-queue.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { InstaMed } from './instamed.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** instamed-protocol.md §5.1. */
const retryMs = 30 * minuteMs;
const mostAttempts = 5;

const saleNews = ({ transactionId }: Transaction, statusCode: string): TransactionNews => ({
  transactionId,
  transactionAction: 'Sale',
  statusCode,
});

type Written = ReturnType<typeof writeNotification>;

/** InstaMed's webhooks on their way to the broker, in the sandbox's own words: late, lost, doubled, out of order, and some of them lies. */
export class NoticeSender {
  readonly #queue: EventQueue;
  readonly #instamed: InstaMed;
  readonly #caller: Caller;
  readonly #faults: Faults;
  readonly #random: Random;

  constructor(queue: EventQueue, instamed: InstaMed, caller: Caller, faults: Faults, random: Random) {
    this.#queue = queue;
    this.#instamed = instamed;
    this.#caller = caller;
    this.#faults = faults;
    this.#random = random;
  }

  start(): void {
    this.#instamed.onTransaction = (launch, transaction) => {
      if (this.#faults.strikes('notice sent')) this.#tell(launch, transaction, saleNews(transaction, transaction.transactionStatus));
    };
    this.#instamed.onReversal = (launch, transaction, { type, transactionId, cents }) => {
      if (!this.#faults.strikes('notice sent')) return;
      const kind =
        type === 'void'
          ? ({ transactionAction: 'Sale', statusCode: 'V' } as const)
          : ({ transactionAction: 'Refund', statusCode: 'C' } as const);
      this.#tell(launch, transaction, { ...kind, transactionId, cents });
    };
    const lies = this.#faults.strikes('notice forged') ? this.#random.between(1, 3) : 0;
    for (let lie = 0; lie < lies; lie += 1) this.#queue.plan(this.#random.spread(minuteMs, 30 * hourMs), () => this.#lie());
  }

  #tell(launch: Launch, transaction: Transaction, news: TransactionNews): void {
    const { switches } = this.#instamed;
    const fields = notificationFields(launch, transaction, news, new Date(this.#queue.nowMs), switches);
    const written = writeNotification(this.#random.pick(['json', 'xml', 'nvp']), fields, switches.webhookXmlRoot);
    const copies = this.#faults.strikes('notice doubled') ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delayMs = this.#faults.strikes('notice late') ? this.#random.spread(1_000, 12 * hourMs) : this.#random.between(100, 3_000);
      this.#queue.plan(delayMs, () => void this.#send(launch.account.id, written, 1));
    }
  }

  /** A payment, a decline or a chargeback that never was, of a page that somebody may have open. */
  #lie(): void {
    const { launches } = this.#instamed;
    const launch = launches[this.#random.between(0, launches.length - 1)];
    if (launch === undefined) return;
    const transaction: Transaction = {
      transactionId: Buffer.from(this.#random.bytes(16)).toString('hex'),
      at: new Date(this.#queue.nowMs),
      tender: 'cash',
      requestedCents: 100,
      submittedCents: 100,
      approvedCents: 100,
      transactionStatus: 'C',
      responseCode: '000',
      responseMessage: 'APPROVAL',
      authorizationNumber: '',
    };
    this.#tell(launch, transaction, saleNews(transaction, this.#random.pick(['C', 'C', 'D', 'V', 'CB'])));
  }

  async #send(tenantId: string, written: Written, attempt: number): Promise<void> {
    const isTaken =
      !this.#faults.strikes('notice lost') && (await this.#caller.any().take(tenantId, written.contentType, Buffer.from(written.body)));
    if (!isTaken && attempt < mostAttempts) this.#queue.plan(retryMs, () => void this.#send(tenantId, written, attempt + 1));
  }
}
