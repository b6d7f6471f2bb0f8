import { SandboxError } from './sandbox-error.ts';

/** What can happen to a ViewReceipt. */
export const receiptFaults = [
  'receipt-500',
  'receipt-timeout',
  'receipt-truncated',
  'receipt-duplicate-field',
  'receipt-not-ready',
] as const;

/** What can happen to a Void or a SimpleRefund. The first two do no work; the others do it, and spoil or lose its answer. */
export const reversalFaults = [
  'reversal-500',
  'reversal-timeout',
  'reversal-answer-lost',
  'reversal-truncated',
  'reversal-duplicate-field',
] as const;

/** What can happen to a sale. The first two do no work; the others do it, and cut or lose its answer, or answer it with an error. */
export const saleFaults = ['sale-500', 'sale-timeout', 'sale-answer-lost', 'sale-truncated', 'sale-error-after'] as const;

/** What can be made to go wrong, by endpoint. */
export const faultNames = [
  'sso-500',
  'sso-timeout',
  'sso-no-header',
  'status-500',
  'status-timeout',
  'status-garbage',
  'status-fault',
  ...receiptFaults,
  ...reversalFaults,
  ...saleFaults,
] as const;
export type FaultName = (typeof faultNames)[number];

/** `delayMs` holds the request back before the fault; for a `-timeout` fault it answers in the end instead of never. */
export interface Fault {
  readonly count: number;
  readonly delayMs?: number;
}

const isFault = (name: string): name is FaultName => (faultNames as readonly string[]).includes(name);

/** Armed faults. Each strikes as many requests as its count says. */
export class FaultBoard {
  readonly #armed = new Map<FaultName, Fault>();

  /** Arms, or with a count of 0 disarms. @throws SandboxError ERR_SANDBOX_FAULT_UNKNOWN */
  arm(name: string, fault: Fault): void {
    if (!isFault(name)) throw new SandboxError('ERR_SANDBOX_FAULT_UNKNOWN', { param: name.slice(0, 40) });
    if (fault.count === 0) this.#armed.delete(name);
    else this.#armed.set(name, fault);
  }

  /** Takes one strike of the first armed fault among these, in the order given. */
  strike<Name extends FaultName>(...names: readonly Name[]): { readonly name: Name; readonly delayMs: number | undefined } | undefined {
    for (const name of names) {
      const fault = this.#armed.get(name);
      if (fault === undefined) continue;
      this.arm(name, { ...fault, count: fault.count - 1 });
      return { name, delayMs: fault.delayMs };
    }
    return undefined;
  }

  view(): Readonly<Record<FaultName, Fault>> {
    return Object.fromEntries(faultNames.map((name) => [name, this.#armed.get(name) ?? { count: 0 }])) as Record<FaultName, Fault>;
  }

  reset(): void {
    this.#armed.clear();
  }
}
