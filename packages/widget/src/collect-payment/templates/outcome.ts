import type { Receipt } from '@collect-payment/contract';
import { html, nothing, type TemplateResult } from 'lit';
import type { SettledView } from '../../session/is-settled.ts';
import type { ViewNamed } from '../../session/view.ts';
import { icons } from './icon.ts';
import { button, copyButton, lead, mainButton, patientHint, type Ui } from './ui.ts';

export const paidText = (ui: Pick<Ui, 'words'>, { outcome }: SettledView): string =>
  ui.words.text('paid', { amount: ui.words.money(outcome.approvedAmount ?? outcome.requestedAmount) });

export const dueText = (ui: Pick<Ui, 'words'>, { outcome }: SettledView): string =>
  outcome.balanceDue ? ui.words.text('stillDue', { amount: ui.words.money(outcome.balanceDue) }) : '';

export function cardText(ui: Pick<Ui, 'words'>, receipt: Receipt): string {
  const { brand, lastFour } = receipt.card ?? {};
  if (lastFour !== undefined) return ui.words.text('cardEnding', { brand: brand ?? ui.words.text('card'), lastFour }).trim();
  return brand ?? ui.words.text(receipt.tender === 'unknown' ? 'unknownTender' : receipt.tender);
}

/** Card ending, authorisation, time: as far as the receipt has them. */
function receiptLine(ui: Ui, receipt: Receipt): TemplateResult {
  const { authorizationNumber, transactionDate } = receipt;
  const parts = [
    cardText(ui, receipt),
    authorizationNumber && ui.words.text('authorization', { number: authorizationNumber }),
    transactionDate && ui.words.date(transactionDate),
  ];
  return html`<p class="hint">${parts.filter(Boolean).join(' · ')}</p>`;
}

export const paid = (ui: Ui, view: ViewNamed<'approved' | 'partially_approved'>): TemplateResult => {
  const { session, receipt } = view;
  const due = dueText(ui, session);
  return html`
    <div class="body">
      <slot name="for"></slot>
      <p class="sum amount paid" part="amount" tabindex="-1" data-focus>${icons.check}<span>${paidText(ui, session)}</span></p>
      ${due && html`<p class="amount" part="balance">${due}</p>`} ${receipt ? receiptLine(ui, receipt) : nothing}
      ${session.outcome.late ? html`<p class="hint">${ui.words.text('paidLate')}</p>` : nothing}
      ${patientHint(ui, due ? 'partialHint' : 'paidHint')}
      <div class="buttons">
        ${due ? mainButton(ui, ui.words.text('payRest'), () => ui.actions.another({ balanceOf: session.id })) : nothing}
        ${receipt ? button(ui, 'receipt', ui.actions.showReceipt) : nothing} ${button(ui, 'done', () => ui.actions.done())}
      </div>
    </div>
  `;
};

/** A settled payment put away: one line stays. */
export const done = (ui: Ui, { session }: ViewNamed<'done'>): TemplateResult => html`
  <div class="body">
    <slot name="for"></slot>
    ${lead([paidText(ui, session), dueText(ui, session)].filter(Boolean).join(' · '))}
    <div class="buttons">${button(ui, 'back', ui.actions.hideReceipt)}</div>
  </div>
`;

const amount = (ui: Ui, { session }: ViewNamed<'declined' | 'failed' | 'expired' | 'confirming' | 'unresolved'>): TemplateResult =>
  html`<p class="amount" part="amount">${ui.words.money(session.amount)}</p>`;

export const confirming = (ui: Ui, view: ViewNamed<'confirming'>): TemplateResult => html`
  <div class="body">
    ${lead(ui.words.text('confirming'))} ${amount(ui, view)}
    <div class="track"></div>
    ${patientHint(ui, 'confirmingHint')}
  </div>
`;

export const declined = (ui: Ui, view: ViewNamed<'declined' | 'failed'>): TemplateResult => html`
  <div class="body">
    <slot name="for"></slot>
    ${lead(ui.words.text(view.name))} ${amount(ui, view)} ${view.name === 'declined' ? patientHint(ui, 'declinedHint') : nothing}
    <div class="buttons">
      ${mainButton(ui, ui.words.text('tryAgain'), () => ui.actions.start())} ${button(ui, 'anotherWay', () => ui.actions.another({}))}
    </div>
  </div>
`;

export const expired = (ui: Ui, view: ViewNamed<'expired'>): TemplateResult => html`
  <div class="body">
    <slot name="for"></slot>
    ${lead(ui.words.text('expired'))}
    <p>${ui.words.text('expiredHint')}</p>
    ${amount(ui, view)}
    <div class="buttons">${mainButton(ui, ui.words.text('startAgain'), () => ui.actions.start())}</div>
  </div>
`;

/** The most careful picture of all: nobody knows, and nobody must act as if they did. */
export const unresolved = (ui: Ui, view: ViewNamed<'unresolved'>): TemplateResult => html`
  <div class="body amber">
    <slot name="for"></slot>
    ${lead(ui.words.text('unresolved'))} ${amount(ui, view)}
    <p><strong>${ui.words.text('doNotCollect')}</strong> ${ui.words.text('unresolvedHint')}</p>
    <p>${ui.words.text('reference')}: <span class="reference">${view.session.id}</span></p>
    <div class="buttons">${button(ui, 'checkNow', () => ui.actions.check())} ${copyButton(ui, view.session.id)}</div>
  </div>
`;
