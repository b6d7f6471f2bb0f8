import type { PaymentSessionView } from '@collect-payment/contract';
import { askedMoney, outcomeOf, timeOf } from './outcome.ts';
import { namedSavedCardOf, savingIdOf } from './saved-card.ts';
import type { PaymentSession, SessionIn } from './session.ts';

/** The session as its page may see it: no token, no patient, nothing of the look-ups, and no name of a saved card. */
export function viewOf(session: PaymentSession): PaymentSessionView {
  const { terms } = session;
  const outcome = outcomeOf(session);
  return {
    id: terms.id,
    status: session.status,
    sequence: session.sequence,
    screen: terms.screen,
    sso: terms.sso,
    ...askedMoney('amount', terms),
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

/** The session as the host's server may see it: with the name of a saved card, and of its transaction, which may be the same. */
export function hostViewOf(session: PaymentSession): PaymentSessionView {
  const view = viewOf(session);
  if (session.status !== 'saved' || view.outcome === undefined) return view;
  const { receipt } = session.found;
  return { ...view, outcome: { ...view.outcome, ...savingIdOf(receipt), savedCard: namedSavedCardOf(receipt) } };
}
