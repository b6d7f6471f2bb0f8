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

/** What is asked for: money, or that a card be saved. */
export type Asked =
  | {
      readonly screen: Exclude<Screen, 'save-on-file'>;
      /** ViewReceipt names no amount (instamed-protocol.md §3.3), so this is the only record of it. In US cents. */
      readonly requestedCents: number;
    }
  | { readonly screen: 'save-on-file'; readonly requestedCents?: never };

/** What is agreed whatever is asked for. */
export interface CommonTerms {
  readonly id: string;
  readonly tenantId: string;
  readonly sso: Sso;
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

/** What was agreed when the session was made, the tenant's defaults filled in. Never changes, but for what is erased in the end (erase-session.ts). */
export type Terms = CommonTerms & { readonly patient: Patient | 'erased' } & Asked;

/** Terms of which nothing has been erased: what a sign-on takes. */
export type WholeTerms = CommonTerms & { readonly patient: Patient } & Asked;

/** Whole terms of a payment: what a sale takes. */
export type PaymentTerms = Extract<WholeTerms, { readonly requestedCents: number }>;

/** The terms of a session that may be launched: only what is over is ever erased. */
export function wholeTerms({ patient, ...terms }: Terms): WholeTerms {
  if (patient === 'erased') throw new TypeError('A session that is over cannot be launched');
  return { ...terms, patient };
}

/** The same, of a session that asks for money. */
export function paymentTerms(terms: Terms): PaymentTerms {
  const whole = wholeTerms(terms);
  if (whole.screen === 'save-on-file') throw new TypeError('A session that saves a card has no amount');
  return whole;
}
