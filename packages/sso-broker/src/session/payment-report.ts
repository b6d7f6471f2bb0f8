import type { PaymentReportType } from '@collect-payment/contract';

/**
 * What InstaMed says, by webhook or in its posting file, has become of a payment after it was taken, and not by us. Kept as it was reported: only
 * of a void can the wire be asked again.
 */
export interface PaymentReport {
  readonly type: PaymentReportType;
  /** The payment's. */
  readonly transactionId: string;
  /** InstaMed's of what was reported: its own, or the payment's once more (instamed-protocol.md §5.2). */
  readonly reportedId: string;
  readonly atMs: number;
  readonly confirmedBy?: 'receipt';
}
