import type { Receipt } from '@collect-payment/contract';
import { html, nothing, type TemplateResult } from 'lit';
import type { MessageKey } from '../../messages/messages.ts';
import type { ViewNamed } from '../../session/view.ts';
import { cardText, paidText } from './outcome.ts';
import { button, copyButton, mainButton, type Ui } from './ui.ts';

type ReceiptView = ViewNamed<'receipt'>;
type Row = readonly [MessageKey, string | undefined];

const emvRows = (emv: Receipt['emv']): readonly Row[] =>
  emv
    ? [
        ['applicationName', emv.applicationName],
        ['applicationIdentifier', emv.applicationIdentifier],
        ['terminalVerificationResults', emv.terminalVerificationResults],
        ['issuerApplicationData', emv.issuerApplicationData],
        ['transactionStatusInformation', emv.transactionStatusInformation],
        ['applicationResponseCode', emv.applicationResponseCode],
        ['verifiedByPin', emv.verifiedByPin ? '✓' : undefined],
      ]
    : [];

/** In the order a person reads a receipt; what InstaMed or the host did not give has no row. */
function rows(ui: Ui, { session, receipt }: ReceiptView): readonly Row[] {
  const { card } = receipt;
  const approved = receipt.approvedAmount ?? session.outcome.approvedAmount;
  const { balanceDue } = session.outcome;
  return [
    ['merchant', receipt.merchantName],
    ['date', ui.words.date(receipt.transactionDate ?? session.outcome.settledAt)],
    ['patient', receipt.patientName],
    ['patientId', receipt.patientId],
    ['invoice', receipt.invoice],
    ['requested', ui.words.money(receipt.requestedAmount)],
    ['approved', approved && ui.words.money(approved)],
    ['balanceDue', balanceDue && ui.words.money(balanceDue)],
    ['tender', cardText(ui, receipt)],
    ['holderName', card?.holderName],
    ['entryMode', card?.entryMode],
    ['authorizationNumber', receipt.authorizationNumber],
    ['response', [receipt.responseCode, receipt.responseMessage].filter(Boolean).join(' ')],
    ...emvRows(receipt.emv),
    ['reference', receipt.transactionId],
  ];
}

const row = (ui: Ui, [key, value]: Row): TemplateResult | typeof nothing =>
  value
    ? html`<div>
        <dt>${ui.words.text(key)}</dt>
        <dd>${value}</dd>
      </div>`
    : nothing;

export const receipt = (ui: Ui, view: ReceiptView): TemplateResult => html`
  <div class="body">
    <article class="receipt" part="receipt">
      <h2 tabindex="-1" data-focus>${ui.words.text('paymentReceipt')}</h2>
      <p class="total">${paidText(ui, view.session)}</p>
      <dl>${rows(ui, view).map((each) => row(ui, each))}</dl>
      ${view.receipt.authorizationText ? html`<p class="terms">${view.receipt.authorizationText}</p>` : nothing}
      ${view.receipt.signatureRequired ? html`<p class="signature">${ui.words.text('signature')}</p>` : nothing}
    </article>
    <div class="buttons">
      ${mainButton(ui, ui.words.text('print'), ui.print)} ${copyButton(ui, view.receipt.transactionId)}
      ${button(ui, 'back', ui.actions.hideReceipt)}
    </div>
  </div>
`;
