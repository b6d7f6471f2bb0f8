import type { PaymentSession } from '../session/session.ts';

/**
 * What of a session is written in the clear: ids, amounts, times, statuses and InstaMed's codes, so that without any key it can still be told
 * what became of a payment. Whatever is not named here is sealed: patient, staff, invoice, metadata, the receipt's card and texts, tokens
 * and their addresses, and what is added one day.
 */
const inTheClear = {
  session: [
    'status',
    'sequence',
    'updatedAtMs',
    'opening',
    'late',
    'expiredAtMs',
    'unresolvedAtMs',
    'canceledAtMs',
    'cancelRequestedAtMs',
    'hintedSales',
  ],
  terms: ['terms', 'id', 'tenantId', 'screen', 'sso', 'requestedCents', 'createdAtMs', 'expiresAtMs'],
  outlet: ['outlet', 'merchantId', 'storeId', 'terminalId'],
  polling: ['polling', 'intervalMs', 'windowMs'],
  launch: ['launch', 'launchId', 'display', 'requestedAtMs', 'recoverAtMs', 'resume'],
  watches: ['current', 'watches', 'stage', 'evidence', 'launchedAtMs', 'sinceMs'],
  found: ['found', 'otherReceipts', 'foundAtMs', 'verdict', 'type', 'approvedCents', 'source'],
  // As far as it stays when the session is erased.
  receipt: ['receipt', 'transactionId', 'primaryTransactionId', 'transactionStatus', 'responseCode', 'tender', 'signatureRequired'],
  // All but the reason and the people.
  reversals: [
    'reversals',
    'hintedRefunds',
    'reversalId',
    'cents',
    'attempt',
    'sendId',
    'sentAtMs',
    'answered',
    'endedAtMs',
    'foundBy',
    'failure',
    'reversalTransactionId',
    'refundedCents',
    'refundReports',
    'originalTransactionId',
  ],
  reports: ['reports', 'reportedId', 'confirmedBy'],
  notes: ['notes', 'code', 'atMs', 'rivalId'],
};
const clearNames: ReadonlySet<string> = new Set(Object.values(inTheClear).flat());

/** The session in two parts: the second is a list, and the first has numbers that point into it where something was taken out. */
export interface SplitSession {
  readonly clear: object;
  readonly confidential: readonly unknown[];
}

export function splitSession(session: PaymentSession): SplitSession {
  const confidential: unknown[] = [];
  const clear = mapParts(session, (part) => confidential.push(part) - 1) as object;
  return { clear, confidential };
}

export function joinSession({ clear, confidential }: SplitSession): PaymentSession {
  return mapParts(clear, (place) => confidential[Number(place)]) as PaymentSession;
}

function mapParts(value: unknown, exchange: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapParts(item, exchange));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(parts.map(([name, part]) => [name, clearNames.has(name) ? mapParts(part, exchange) : exchange(part)]));
}
