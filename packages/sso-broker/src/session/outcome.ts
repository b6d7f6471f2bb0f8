import type { Money, Outcome } from '@collect-payment/contract';
import { encodeCents } from '@collect-payment/protocol';
import { savedCardOf } from './saved-card.ts';
import type { FoundReceipt, PaymentSession } from './session.ts';
import type { Terms } from './terms.ts';
import { isOver } from './watches.ts';

/** Cents as the contract writes money. */
export function moneyOf(cents: number): Money {
  return { value: encodeCents(cents), currency: 'USD' };
}

/** What was asked for, under a name; nothing where no money was. */
export function askedMoney<Name extends string>(name: Name, { requestedCents }: Terms): { readonly [Key in Name]?: Money } {
  return requestedCents === undefined ? {} : ({ [name]: moneyOf(requestedCents) } as { readonly [Key in Name]: Money });
}

/** What became of the payment, or undefined while that is open or in doubt. As a page may see it: a saved card's name is in view.ts. */
export function outcomeOf(session: PaymentSession): Outcome | undefined {
  const requested = askedMoney('requestedAmount', session.terms);
  switch (session.status) {
    case 'created':
    case 'launching':
    case 'open':
    case 'confirming':
    case 'unresolved':
      return undefined;
    case 'approved':
    case 'partially_approved': {
      const { verdict } = session.found;
      const balanceCents = (session.terms.requestedCents ?? 0) - verdict.approvedCents;
      return {
        status: session.status,
        final: true,
        late: session.late,
        settledAt: timeOf(session.found.foundAtMs),
        ...requested,
        approvedAmount: moneyOf(verdict.approvedCents),
        approvedAmountSource: verdict.source,
        ...(session.status === 'partially_approved' && { balanceDue: moneyOf(balanceCents) }),
        ...transactionOf(session.found),
      };
    }
    case 'saved': {
      const { receipt, foundAtMs } = session.found;
      return { status: session.status, final: true, late: session.late, settledAt: timeOf(foundAtMs), savedCard: savedCardOf(receipt) };
    }
    case 'declined':
    case 'failed':
      return {
        status: session.status,
        final: isOver(session),
        late: session.late,
        settledAt: timeOf(session.found.foundAtMs),
        ...requested,
        ...transactionOf(session.found),
      };
    case 'canceled':
      return {
        status: 'canceled',
        final: isOver(session),
        late: session.late,
        settledAt: timeOf(session.canceledAtMs),
        ...requested,
        ...(session.found !== undefined && transactionOf(session.found)),
      };
    case 'expired':
      return { status: 'expired', final: isOver(session), late: false, settledAt: timeOf(session.expiredAtMs), ...requested };
    default:
      return session satisfies never;
  }
}

/** Milliseconds since 1970 as the contract writes times. */
export function timeOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

function transactionOf({ receipt }: FoundReceipt): Pick<Outcome, 'transactionId' | 'responseCode'> {
  const { transactionId, responseCode } = receipt;
  return responseCode === undefined ? { transactionId } : { transactionId, responseCode };
}
