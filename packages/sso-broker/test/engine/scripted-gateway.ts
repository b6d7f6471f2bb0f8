import type { TokenStatusMeaning } from '@collect-payment/protocol';
import type {
  SaleAnswer,
  Gateway,
  LaunchAnswer,
  ReceiptOrder,
  ReversalCallAnswer,
  ReversalOrder,
  TokenStatusAnswer,
  ViewReceiptAnswer,
} from '../../src/engine/gateway.ts';

type Answer<Value> = Value | Promise<Value>;

export const timeout = { type: 'unavailable', reason: 'timeout' } as const;
export const noReceipt = { type: 'no-receipt', errorCode: '400' } as const;
export const status = (meaning: TokenStatusMeaning) => ({ type: 'status', word: meaning, meaning }) as const;

/**
 * A gateway that answers as told: the answers of `next…` first, one each, then the standing one. Counts its calls.
 * The port is the engine's own; the real gateway is tested against the sandbox.
 */
export class ScriptedGateway implements Gateway {
  readonly calls: string[] = [];
  nextLaunches: Answer<LaunchAnswer>[] = [];
  nextStatuses: Answer<TokenStatusAnswer>[] = [];
  nextReceipts: Answer<ViewReceiptAnswer>[] = [];
  nextSales: Answer<SaleAnswer>[] = [];
  nextReversals: Answer<ReversalCallAnswer>[] = [];
  status: TokenStatusAnswer = status('new');
  receipt: ViewReceiptAnswer = noReceipt;
  #tokens = 0;

  async launch(): Promise<LaunchAnswer> {
    this.calls.push('launch');
    const scripted = this.nextLaunches.shift();
    if (scripted !== undefined) return scripted;
    this.#tokens += 1;
    return { type: 'launched', token: `T${this.#tokens}`, url: `https://online.instamed.com/?token=T${this.#tokens}` };
  }

  async tokenStatus(_tenantId: string, token: string): Promise<TokenStatusAnswer> {
    this.calls.push(`status ${token}`);
    return this.nextStatuses.shift() ?? this.status;
  }

  async sell(_terms: unknown, token: string): Promise<SaleAnswer> {
    this.calls.push(`sale ${token}`);
    return this.nextSales.shift() ?? timeout;
  }

  async reverse({ type, transactionId, cents }: ReversalOrder): Promise<ReversalCallAnswer> {
    this.calls.push(`${type} ${transactionId} ${cents}`);
    const scripted = this.nextReversals.shift();
    if (scripted !== undefined) return scripted;
    this.#tokens += 1;
    return { type: 'answered', verdict: { type: 'taken', ...(type === 'refund' && { transactionId: `R${this.#tokens}` }) } };
  }

  async openReceipt({ transactionId }: ReceiptOrder): Promise<LaunchAnswer> {
    this.calls.push(`receipt page ${transactionId}`);
    return timeout;
  }

  async viewReceipt(_tenantId: string, _outlet: unknown, token: string): Promise<ViewReceiptAnswer> {
    this.calls.push(`receipt ${token}`);
    return this.nextReceipts.shift() ?? this.receipt;
  }
}
