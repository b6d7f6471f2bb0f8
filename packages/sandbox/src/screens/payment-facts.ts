import type { ReversiblePayment } from '../payment/reversible-payment.ts';
import { html, type Html } from './html.ts';

/** What a screen about a payment says that it is about. */
export function paymentFacts({ transaction, launch }: ReversiblePayment, more: readonly (readonly [string, string])[] = []): Html {
  const { parameters } = launch;
  const patient = [parameters.patientFirstName, parameters.patientLastName].filter((part) => part !== undefined).join(' ');
  const rows = [
    ['Patient', patient],
    ['Invoice', parameters.additionalInfo?.[1]],
    ['Paid', `${transaction.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`],
    ['Transaction', transaction.transactionId],
    ...more,
  ] as const;
  return html`<dl class="facts">
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
  </dl>`;
}
