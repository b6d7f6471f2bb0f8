import type { InstaMedReceipt } from '@collect-payment/protocol';
import { outcomeOf } from './outcome.ts';
import type { Reversal } from './reversal.ts';
import { isOpen, reversalsOf } from './reversals.ts';
import type { FoundReceipt, PaymentSession } from './session.ts';
import type { Terms } from './terms.ts';

/** Since when nothing more is expected of the session, so that the time to its erasure runs; undefined while something is. */
export function finalSinceMs(session: PaymentSession): number | undefined {
  if (reversalsOf(session).some((reversal) => isOpen(reversal))) return undefined;
  return outcomeOf(session)?.final === true ? session.updatedAtMs : undefined;
}

/**
 * A final session without what it knew of a person: patient, names, card, reader, and whatever the host said it was for. Ids, amounts, times and the
 * outcome stay. The sequence grows, so that a decision made meanwhile on the session as it was cannot bring anything back.
 */
export function eraseSession(whole: PaymentSession): PaymentSession {
  const { sale: _, ...session } = whole;
  const erased = {
    ...session,
    sequence: session.sequence + 1,
    terms: eraseTerms(session.terms),
    otherReceipts: session.otherReceipts.map((found) => eraseReceipt(found)),
    ...(session.reversals !== undefined && { reversals: session.reversals.map((reversal) => eraseReason(reversal)) }),
  };
  return 'found' in erased && erased.found !== undefined ? ({ ...erased, found: eraseReceipt(erased.found) } as PaymentSession) : erased;
}

/** Kept by name, so that what is added to the terms one day is erased unless somebody says otherwise. */
function eraseTerms(terms: Terms): Terms {
  const { id, tenantId, sso, staff, outlet, polling, createdAtMs, expiresAtMs } = terms;
  const kept = { id, tenantId, sso, outlet, polling, createdAtMs, expiresAtMs };
  const asked = terms.screen === 'save-on-file' ? { screen: terms.screen } : { screen: terms.screen, requestedCents: terms.requestedCents };
  return { ...kept, ...asked, patient: 'erased', staff: { id: staff.id }, options: {} };
}

/** A reason is the host's own words, which may be about a person. */
function eraseReason(reversal: Reversal): Reversal {
  const { reason: _, ...kept } = reversal;
  return kept;
}

function eraseReceipt<Found extends FoundReceipt>(found: Found): Found {
  const { transactionId, primaryTransactionId, transactionStatus, responseCode, tender, signatureRequired } = found.receipt;
  const receipt: InstaMedReceipt = {
    transactionId,
    transactionStatus,
    tender,
    signatureRequired,
    ...(primaryTransactionId !== undefined && { primaryTransactionId }),
    ...(responseCode !== undefined && { responseCode }),
  };
  return { ...found, receipt };
}
