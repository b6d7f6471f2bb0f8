import { createHmac, hkdfSync } from 'node:crypto';
import type { Secret } from '../configuration/secret.ts';
import type { Patient } from '../session/terms.ts';

interface Subject {
  readonly tenantId: string;
  readonly patient: Patient;
  readonly invoice?: string;
  /** None where a card is to be saved. */
  readonly requestedCents?: number;
}

/**
 * What a session is to be paid for: the patient's account and the invoice, or the amount where no invoice is named; or whose card is to be saved. An HMAC-SHA256 under a
 * key of its own, so that neither can be read from the database or tried out against it.
 */
export function paymentSubject(key: Secret<Uint8Array>, { tenantId, patient, invoice, requestedCents }: Subject): string {
  const subkey = new Uint8Array(hkdfSync('sha256', key.reveal(), '', 'payment subject', 32));
  const due = invoice === undefined ? { requestedCents: requestedCents ?? 'none' } : { invoice };
  return createHmac('sha256', subkey)
    .update(JSON.stringify([tenantId, patient.id, due]))
    .digest('base64url');
}
