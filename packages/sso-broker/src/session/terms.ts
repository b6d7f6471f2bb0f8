import type { CreatePaymentSession, Screen, Sso } from '@collect-payment/contract';

/** An InstaMed outlet; a receipt is read at the outlet that took the payment, so it is fixed when the session is made. */
export type Outlet = NonNullable<CreatePaymentSession['outlet']>;

/** How a token is followed; fixed when the session is made, so that a new configuration never changes a payment under way. */
export interface Polling {
  /** Pause between two token status calls (instamed-protocol.md §2: 10 s). */
  readonly intervalMs: number;
  /** Life of a token (instamed-protocol.md §1.2: 15 min). */
  readonly windowMs: number;
}

/** What was agreed when the session was made, the tenant's defaults filled in. Never changes. */
export interface Terms {
  readonly id: string;
  readonly tenantId: string;
  readonly screen: Screen;
  readonly sso: Sso;
  /** ViewReceipt names no amount (instamed-protocol.md §3.3), so this is the only record of it. In US cents. */
  readonly requestedCents: number;
  readonly patient: CreatePaymentSession['patient'];
  readonly staff: NonNullable<CreatePaymentSession['staff']>;
  readonly outlet: Outlet;
  readonly options: NonNullable<CreatePaymentSession['options']>;
  readonly invoice?: string;
  readonly metadata?: NonNullable<CreatePaymentSession['metadata']>;
  readonly returnUrl?: string;
  readonly polling: Polling;
  readonly createdAtMs: number;
  /** After this a session that was never launched can no longer be. */
  readonly expiresAtMs: number;
}
