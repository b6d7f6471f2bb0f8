import type { PaymentStatus } from '@collect-payment/contract';
import type { PaymentRecord } from '../session/payment-record.ts';

/** A payment as it stands in its row. Whose it was and what it was for is looked for, and never read from here. */
export type PaymentRow = Omit<PaymentRecord, 'patientId' | 'invoice'>;

/** A place between two rows of a list: what the list is ordered by, and the id that tells equals apart. */
export interface PaymentCursor {
  readonly number: number;
  readonly transactionId: string;
}

export interface PaymentQuery {
  readonly tenantId: string;
  /** `newest`: the latest taken first. `changed`: in the order of the latest change, from which a host can follow. */
  readonly order: 'newest' | 'changed';
  readonly limit: number;
  readonly after?: PaymentCursor;
  readonly status?: PaymentStatus;
  readonly takenFromMs?: number;
  readonly takenBeforeMs?: number;
  readonly patientId?: string;
  readonly invoice?: string;
}

export interface PaymentPage {
  readonly payments: readonly PaymentRow[];
  /** Behind the last of them; absent when there is none. */
  readonly next?: PaymentCursor;
  readonly hasMore: boolean;
}

/** Every payment that was found. Rows come in with the decisions that found or changed them. */
export interface PaymentList {
  list(query: PaymentQuery): Promise<PaymentPage>;
  /** Those of the tenant's that there are, in any order. Ids in lower case. */
  find(tenantId: string, transactionIds: readonly string[]): Promise<readonly PaymentRow[]>;
}
