import { Worker } from 'node:worker_threads';
import type { Clock } from '../../engine/clock.ts';
import { BrokerError } from '../../errors.ts';
import type { PrintedReceipt } from '../printed-receipt.ts';
import type { PrinterAnswer } from './printer-worker.ts';

export interface PrinterLimits {
  /** For one receipt, the start of the thread included. */
  readonly deadlineMs: number;
  /** Beyond them callers are refused. */
  readonly waiting: number;
}

const usual: PrinterLimits = { deadlineMs: 45_000, waiting: 20 };
const retryAfterSeconds = 5;

const thread = new URL('printer-worker.ts', import.meta.url);

/**
 * Draws receipts as PDF, one at a time, in a thread of its own: shaping letters takes longer than anything else the broker does, and payments wait for
 * none of it. A receipt that takes too long ends its thread, and the next one has a new one.
 */
export class ReceiptPrinter {
  readonly #clock: Pick<Clock, 'setTimer'>;
  readonly #limits: PrinterLimits;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(clock: Pick<Clock, 'setTimer'>, limits = usual) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** @throws BrokerError ERR_OVERLOADED */
  async print(receipt: PrintedReceipt): Promise<Uint8Array> {
    if (this.#waiting >= this.#limits.waiting) throw new BrokerError('ERR_OVERLOADED', { retryAfterSeconds });
    this.#waiting += 1;
    const turn = this.#last.then(() => this.#draw(receipt));
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #draw(receipt: PrintedReceipt): Promise<Uint8Array> {
    const worker = (this.#worker ??= this.#start());
    const { promise, resolve, reject } = Promise.withResolvers<PrinterAnswer>();
    const cancelTimer = this.#clock.setTimer(this.#limits.deadlineMs, () => reject(new Error('A receipt was not drawn in time')));
    const end = (): void => reject(new Error('The thread that draws receipts has ended'));
    worker.on('message', resolve).on('error', reject).on('exit', end);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- to a thread, not to a window
    worker.postMessage(receipt);
    try {
      const answer = await promise;
      if (answer.type === 'failed') throw new Error(`A receipt could not be drawn: ${answer.error}`);
      return answer.bytes;
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      worker.off('message', resolve).off('error', reject).off('exit', end);
      cancelTimer();
    }
  }

  #start(): Worker {
    // It needs nothing of the broker's environment, where the secrets are, and no more memory than some fonts take.
    const worker = new Worker(thread, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } });
    worker.unref();
    return worker;
  }
}
