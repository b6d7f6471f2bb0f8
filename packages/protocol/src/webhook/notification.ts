import { ProtocolError } from '../errors.ts';
import { decodeCents } from '../money.ts';
import type { NvpFields } from '../nvp/fields.ts';

/**
 * InstaMed's notice that something happened to a transaction (instamed-protocol.md §5). Only what leads to the truth is kept: who paid,
 * what and with which card is neither needed nor wanted here.
 */
export type Notification =
  | {
      readonly type: 'payment';
      readonly transactionId: string;
      /** Of a refund or a chargeback: the sale. Equal to `transactionId` for a sale. */
      readonly originalTransactionId?: string;
      /** `Sale`, `Refund`. */
      readonly transactionAction: string;
      /** §3.8: C, A, O, S, D, V, X, CB, RI, SE; any word of one to four letters is taken. */
      readonly statusCode: string;
      /** Perhaps cut to 36 characters (§1.4). */
      readonly token?: string;
      /** `Amount`, in US cents: of a refund what was refunded. Absent where it is no plain amount. */
      readonly cents?: number;
      /** Of an eCheck: what it took, or was asked for. */
      readonly checkCents?: number;
      readonly additionalInfo: Readonly<Partial<Record<1 | 2 | 3 | 4 | 5 | 6, string>>>;
    }
  /** About a payment plan: known by `PaymentPlanTransactionType` (§5.2). */
  | { readonly type: 'plan' };

/** @throws ProtocolError ERR_WEBHOOK_FIELD when a field that leads to the truth is missing or malformed */
export function readNotificationFields(fields: NvpFields): Notification {
  if (read(fields, 'PaymentPlanTransactionType') !== undefined) return { type: 'plan' };
  const originalTransactionId = readField(fields, 'OriginalTransactionID', /^[0-9A-Fa-f]{32}$/);
  const checkCents = readCheckCents(fields);
  const token = readField(fields, 'SingleSignOnToken', /^[\x21-\x7E]{1,200}$/);
  return {
    type: 'payment',
    transactionId: readField(fields, 'PaymentTransactionID', /^[0-9A-Fa-f]{32}$/) ?? refuse('PaymentTransactionID'),
    transactionAction: readField(fields, 'TransactionAction', /^[A-Za-z]{1,40}$/) ?? refuse('TransactionAction'),
    statusCode: readField(fields, 'CurrentTransactionStatusCode', /^[A-Za-z]{1,4}$/) ?? refuse('CurrentTransactionStatusCode'),
    ...(originalTransactionId !== undefined && { originalTransactionId }),
    ...(token !== undefined && { token }),
    ...readCents(fields),
    ...(checkCents !== undefined && { checkCents }),
    additionalInfo: readAdditionalInfo(fields),
  };
}

/** It leads to no truth by itself, so one that cannot be read is as good as none. */
function readCents(fields: NvpFields): { readonly cents?: number } {
  const text = read(fields, 'Amount');
  try {
    return text === undefined ? {} : { cents: decodeCents(text) };
  } catch (error) {
    if (error instanceof ProtocolError) return {};
    throw error;
  }
}

function readAdditionalInfo(fields: NvpFields): Extract<Notification, { type: 'payment' }>['additionalInfo'] {
  const found = ([1, 2, 3, 4, 5, 6] as const).flatMap((place) => {
    const text = read(fields, `AdditionalInfo${place}`);
    return text === undefined ? [] : [[place, text] as const];
  });
  return Object.fromEntries(found);
}

/** Undefined for every other tender, and for an amount that is none: it leads nowhere, and is no reason to lose the webhook. */
function readCheckCents(fields: NvpFields): number | undefined {
  if (read(fields, 'TransactionType')?.toLowerCase() !== 'echeck') return undefined;
  try {
    return decodeCents(read(fields, 'Amount') ?? read(fields, 'RequestAmount') ?? '');
  } catch {
    return undefined;
  }
}

function read(fields: NvpFields, name: string): string | undefined {
  return fields.get(name)?.trim() || undefined;
}

function readField(fields: NvpFields, name: string, form: RegExp): string | undefined {
  const text = read(fields, name);
  return text === undefined || form.test(text) ? text : refuse(name);
}

function refuse(field: string): never {
  throw new ProtocolError('ERR_WEBHOOK_FIELD', { field });
}
