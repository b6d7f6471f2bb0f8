import { encodeCents } from '@collect-payment/protocol';
import { amountIsLocked, type Launch } from '../launch.ts';
import { refundedCents, type ReversiblePayment } from '../payment/reversible-payment.ts';
import { screenAddresses } from '../screen-addresses.ts';
import { field } from './field.ts';
import { html, type Html } from './html.ts';
import { launchFrame } from './launch-frame.ts';
import type { Page } from './page.ts';
import { paymentFacts } from './payment-facts.ts';

interface ReversalForm {
  readonly launch: Launch;
  readonly payment: ReversiblePayment;
  readonly now: Date;
  /** It could not be done, with the amount as it was typed. */
  readonly refused?: { readonly amount: string | undefined };
}

const words = {
  void: {
    title: 'Void payment',
    submit: 'Void',
    refused: 'This payment can no longer be voided',
    why: 'Its funds are on their way, or it was taken back already. Nothing was changed.',
  },
  refund: {
    title: 'Refund payment',
    submit: 'Refund',
    refused: 'This amount cannot be refunded',
    why: 'It is no amount, or more than is left, or the payment takes no refund now. Nothing was changed.',
  },
} as const;

const dollars = (cents: number): string => `$${encodeCents(cents)}`;

/** The void and the refund screen: the payment it is about, and one button. Only a refund whose amount the sign-on left open has a field. */
export function reversalPage({ launch, payment, now, refused }: ReversalForm): Page {
  const { parameters, token } = launch;
  const screen = launch.screen === 'refund' ? 'refund' : 'void';
  const { transaction, reversals } = payment;
  const path = screenAddresses[screen];
  const { title, submit, refused: problem, why } = words[screen];
  const leftCents = transaction.approvedCents - refundedCents(reversals);
  const isOpen = screen === 'refund' && !amountIsLocked(launch);
  const cents = screen === 'void' ? transaction.approvedCents : (parameters.requestedCents ?? leftCents);
  return {
    title: refused === undefined ? title : `Error: ${title}`,
    ...launchFrame(launch, path, now),
    content: html` <form method="post" action="${path}" novalidate autocomplete="off">
      <input type="hidden" name="token" value="${token}" />
      <h1>${title}</h1>
      ${refused !== undefined && problemSummary(problem, why)}
      ${paymentFacts(
        payment,
        screen === 'refund'
          ? [
              ['Taken', dollars(transaction.approvedCents)],
              ['Left to refund', dollars(leftCents)],
            ]
          : [],
      )}
      ${
        isOpen
          ? field({
              name: 'amount',
              label: 'Amount in US dollars',
              value: refused?.amount ?? encodeCents(cents),
              inputMode: 'decimal',
              className: 'amount-field',
            })
          : html`<p class="amount"><span class="amount-label">Amount</span> <strong id="amount">${dollars(cents)}</strong></p>`
      }
      <div class="actions">
        <button type="submit" name="action" value="${screen}" class="primary">${submit}${!isOpen && ` ${dollars(cents)}`}</button>
        <button type="submit" name="action" value="cancel" class="quiet">Cancel</button>
      </div>
      <p class="timer">This page is open for <span data-timer>15 minutes</span>.</p>
      <p class="visually-hidden" role="status" data-announce></p>
    </form>`,
  };
}

const problemSummary = (problem: string, why: string): Html =>
  html`<div class="summary" role="alert" tabindex="-1" data-focus>
    <h2>${problem}</h2>
    <p>${why}</p>
  </div>`;
