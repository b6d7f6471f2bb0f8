import { encodeCents, screenPaths } from '@collect-payment/protocol';
import { expiresAt, type Launch } from '../launch.ts';
import type { ReversiblePayment } from '../payment/reversible-payment.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';

/** The void screen: the payment it is about, and one button. `refused` when the payment could not be voided. */
export function voidPage(launch: Launch, { transaction, launch: paid }: ReversiblePayment, now: Date, refused = false): Page {
  const { parameters, token, account } = launch;
  const amount = `$${encodeCents(transaction.approvedCents)}`;
  const patient = [paid.parameters.patientFirstName, paid.parameters.patientLastName].filter((part) => part !== undefined).join(' ');
  const rows = [
    ['Patient', patient],
    ['Invoice', paid.parameters.additionalInfo?.[1]],
    ['Paid', `${transaction.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`],
    ['Transaction', transaction.transactionId],
  ] as const;
  return {
    title: refused ? 'Error: Void payment' : 'Void payment',
    merchantName: account.merchantName,
    userName: parameters.userName,
    lightWeight: parameters.lightWeight,
    script: {
      launchInContext: parameters.incontext === true,
      remainingMs: expiresAt(launch).getTime() - now.getTime(),
      selfUrl: `${screenPaths.void}?token=${encodeURIComponent(token)}`,
    },
    content: html` <form method="post" action="${screenPaths.void}" novalidate autocomplete="off">
      <input type="hidden" name="token" value="${token}" />
      <h1>Void payment</h1>
      ${
        refused &&
        html`<div class="summary" role="alert" tabindex="-1" data-focus>
          <h2>This payment can no longer be voided</h2>
          <p>Its funds are on their way, or it was taken back already. Nothing was changed.</p>
        </div>`
      }
      <dl class="facts">
        ${rows.flatMap(([term, value]) =>
          value === undefined || value === ''
            ? []
            : [
                html`<div>
                  <dt>${term}</dt>
                  <dd>${value}</dd>
                </div>`,
              ],
        )}
      </dl>
      <p class="amount"><span class="amount-label">Amount</span> <strong id="amount">${amount}</strong></p>
      <div class="actions">
        <button type="submit" name="action" value="void" class="primary">Void ${amount}</button>
        <button type="submit" name="action" value="cancel" class="quiet">Cancel</button>
      </div>
      <p class="timer">This page is open for <span data-timer>15 minutes</span>.</p>
      <p class="visually-hidden" role="status" data-announce></p>
    </form>`,
  };
}
