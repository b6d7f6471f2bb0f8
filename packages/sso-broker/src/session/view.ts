import type { PaymentSessionView } from '@collect-payment/contract';
import { moneyOf, outcomeOf, timeOf } from './outcome.ts';
import type { PaymentSession, SessionIn } from './session.ts';

/** The session as page and host may see it: no token, no patient, nothing of the look-ups. */
export function viewOf(session: PaymentSession): PaymentSessionView {
  const { terms } = session;
  const outcome = outcomeOf(session);
  return {
    id: terms.id,
    status: session.status,
    sequence: session.sequence,
    screen: terms.screen,
    sso: terms.sso,
    amount: moneyOf(terms.requestedCents),
    createdAt: timeOf(terms.createdAtMs),
    updatedAt: timeOf(session.updatedAtMs),
    expiresAt: timeOf(terms.expiresAtMs),
    ...(session.status === 'open' && openPageOf(session)),
    ...(outcome !== undefined && { outcome }),
    ...(terms.metadata !== undefined && { metadata: terms.metadata }),
  };
}

function openPageOf({ current, opening }: SessionIn<'open'>): Pick<PaymentSessionView, 'tokenExpiresAt' | 'opening'> {
  return { tokenExpiresAt: timeOf(current.expiresAtMs), ...(opening !== undefined && { opening }) };
}
