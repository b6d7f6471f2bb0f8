import type { CreatePayment, CreatePaymentSession, Screen, Sso } from '@collect-payment/contract';

/** An InstaMed outlet; a receipt is read at the outlet that took the payment, so it is fixed when the session is made. */
export type Outlet = NonNullable<CreatePaymentSession['outlet']>;

/** How a token is followed; fixed when the session is made, so that a new configuration never changes a payment under way. */
export interface Polling {
  /** Pause between two token status calls (instamed-protocol.md §2: 10 s). */
  readonly intervalMs: number;
  /** Life of a token (instamed-protocol.md §1.2: 15 min). */
  readonly windowMs: number;
}

export type Patient = CreatePaymentSession['patient'];

/** What was agreed when the session was made, the tenant's defaults filled in. Never changes, but for what is erased in the end (erase-session.ts). */
export interface Terms {
  readonly id: string;
  readonly tenantId: string;
  readonly screen: Screen;
  readonly sso: Sso;
  /** ViewReceipt names no amount (instamed-protocol.md §3.3), so this is the only record of it. In US cents. */
  readonly requestedCents: number;
  readonly patient: Patient | 'erased';
  readonly staff: NonNullable<CreatePaymentSession['staff']>;
  readonly outlet: Outlet;
  readonly options: NonNullable<CreatePaymentSession['options']>;
  /** Who pays in the patients' portal, where the host said so. */
  readonly consumer?: NonNullable<CreatePaymentSession['consumer']>;
  readonly invoice?: string;
  /** How the host's server has it paid, where it opens no page. */
  readonly tender?: CreatePayment['tender']['type'];
  /** The reader that the screen will engage, as the host names it. */
  readonly device?: NonNullable<CreatePaymentSession['device']>;
  readonly metadata?: NonNullable<CreatePaymentSession['metadata']>;
  readonly returnUrl?: string;
  readonly polling: Polling;
  readonly createdAtMs: number;
  /** After this a session that was never launched can no longer be. */
  readonly expiresAtMs: number;
}

/** Terms of which nothing has been erased: what a sign-on takes. */
export interface WholeTerms extends Terms {
  readonly patient: Patient;
}

/** The terms of a session that may be launched: only what is over is ever erased. */
export function wholeTerms({ patient, ...terms }: Terms): WholeTerms {
  if (patient === 'erased') throw new TypeError('A session that is over cannot be launched');
  return { ...terms, patient };
}
