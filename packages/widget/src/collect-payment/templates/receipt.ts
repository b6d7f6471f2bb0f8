import { html, type TemplateResult } from 'lit';
import type { Words } from '../../messages/words.ts';
import type { ViewNamed } from '../../session/view.ts';
import { cardText, paidText } from '../picture.ts';

type Row = readonly [name: string, value: string | false | undefined];

/** How the card was entered, in plain words where InstaMed's is one that we know (instamed-protocol.md §3.3); any other as it came. */
const entered = ({ of }: Words, mode = ''): string =>
  /^(chip|contactless|swiped|keyed)$/i.test(mode) ? of[mode.toLowerCase() as 'chip'] : mode;

/** In the order a person reads a receipt; what InstaMed or the host did not give has no row. */
function rows({ session, receipt }: ViewNamed<'receipt'>, words: Words): readonly Row[] {
  const { card, device, emv } = receipt;
  const { approvedAmount, balanceDue, settledAt } = session.outcome;
  const { of } = words;
  return [
    [of.merchant, receipt.merchantName],
    [of.date, words.date(receipt.transactionDate ?? settledAt)],
    [of.patient, receipt.patientName],
    [of.patientId, receipt.patientId],
    [of.invoice, receipt.invoice],
    [of.requested, words.money(receipt.requestedAmount)],
    [of.approved, approvedAmount && words.money(approvedAmount)],
    [of.balanceDue, balanceDue && words.money(balanceDue)],
    [of.tender, cardText(words, receipt)],
    [of.holderName, card?.holderName],
    [of.entryMode, [entered(words, card?.entryMode), device?.name, device?.serialNumber].filter(Boolean).join(' ')],
    [of.authorizationNumber, receipt.authorizationNumber],
    [of.response, [receipt.responseCode, receipt.responseMessage].filter(Boolean).join(' ')],
    // Names that card schemes require as they are, in any language (EMV Book 4, 11.4).
    ['Application', emv?.applicationName],
    ['AID', emv?.applicationIdentifier],
    ['TVR', emv?.terminalVerificationResults],
    ['IAD', emv?.issuerApplicationData],
    ['TSI', emv?.transactionStatusInformation],
    ['ARC', emv?.applicationResponseCode],
    ['PIN', emv?.verifiedByPin && '✓'],
    [of.reference, receipt.transactionId],
  ];
}

export const receipt = (view: ViewNamed<'receipt'>, words: Words): TemplateResult => html`
  <article part="receipt">
    <h2 tabindex="-1" data-focus>${words.of.receipt}</h2>
    <p part="amount">${paidText(words, view.session)}</p>
    <dl>
      ${rows(view, words).map(
        ([name, value]) =>
          value &&
          html`<div>
            <dt>${name}</dt>
            <dd dir="auto">${value}</dd>
          </div>`,
      )}
    </dl>
    ${view.receipt.authorizationText && html`<p dir="auto">${view.receipt.authorizationText}</p>`}
    ${view.receipt.signatureRequired ? html`<p class="signature">${words.of.signature}</p>` : ''}
  </article>
`;
