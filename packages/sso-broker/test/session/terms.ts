import type { PaymentTerms } from '../../src/session/terms.ts';
import { sessionLifetimeMs } from '../../src/session/schedule.ts';

/** Terms with nothing special about them: 125.00 USD, polled every 10 s for 15 min, made at time 0. */
export const terms: PaymentTerms = {
  id: 'ps_0000000000000000000001',
  tenantId: 'clinic',
  screen: 'simple-collect',
  sso: 'saml',
  requestedCents: 12_500,
  patient: { id: 'MRN-1', firstName: 'Ada', lastName: "O'Brien" },
  staff: { id: 'clerk-1' },
  outlet: { merchantId: '6011000551245', storeId: '001', terminalId: '002' },
  options: {},
  polling: { intervalMs: 10_000, windowMs: 900_000 },
  createdAtMs: 0,
  expiresAtMs: sessionLifetimeMs,
};
