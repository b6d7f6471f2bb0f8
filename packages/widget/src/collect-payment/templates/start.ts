import type { PaymentSessionView } from '@collect-payment/contract';
import { html, type TemplateResult } from 'lit';
import type { MessageKey } from '../../messages/messages.ts';
import type { ViewNamed } from '../../session/view.ts';
import { askCancel, button, lead, mainButton, patientHint, type Ui } from './ui.ts';

const startLabel = (ui: Ui, session: PaymentSessionView): string =>
  ui.words.text(ui.audience === 'staff' ? 'collect' : 'pay', { amount: ui.words.money(session.amount) });

const amount = (ui: Ui, session: PaymentSessionView): TemplateResult =>
  html`<p class="amount" part="amount">${ui.words.money(session.amount)}</p>`;

export const loading = (ui: Ui): TemplateResult => html`
  <div class="body">
    <slot name="for"></slot>
    <p class="lead">${ui.words.text('loading')}</p>
    <div class="track"></div>
  </div>
`;

/** Also the picture after a cancel: idle again, with one line of what became of the payment. */
export const idle = (ui: Ui, session: PaymentSessionView, line?: MessageKey): TemplateResult => html`
  <div class="body">
    <slot name="for"></slot>
    ${line && lead(ui.words.text(line))} ${amount(ui, session)}
    <div class="buttons">
      <button type="button" class="main" part="button" ?data-focus=${!line} @click=${ui.on(() => ui.actions.start())}>
        ${startLabel(ui, session)}
      </button>
    </div>
    ${patientHint(ui, 'payHint')}
  </div>
`;

/** The idle picture with its button busy, so that nothing jumps. */
export const launching = (ui: Ui, view: ViewNamed<'launching'>): TemplateResult => html`
  <div class="body">
    <slot name="for"></slot>
    ${amount(ui, view.session)}
    <div class="buttons">
      <button type="button" class="main" part="button" aria-disabled="true" ?data-focus=${view.prompt === 'none'}>
        ${ui.words.text('opening')}
      </button>
      ${view.prompt === 'cancel' ? askCancel(ui) : button(ui, 'cancel', () => ui.actions.askToCancel())}
    </div>
    ${patientHint(ui, 'payHint')}
  </div>
`;

export const blocked = (ui: Ui, view: ViewNamed<'blocked'>): TemplateResult => html`
  <div class="body">
    ${lead(ui.words.text(view.reason === 'window' ? 'windowBlocked' : 'frameBlocked'))} ${amount(ui, view.session)}
    <div class="buttons">
      ${
        view.reason === 'window'
          ? mainButton(ui, ui.words.text('openHere'), ui.actions.openHere)
          : mainButton(ui, ui.words.text('openWindow'), ui.actions.openWindow)
      }
      ${button(ui, 'openInTab', ui.actions.openInTab)}
    </div>
  </div>
`;

/** A read-only mirror of a payment that another window has open. */
export const elsewhere = (ui: Ui, view: ViewNamed<'elsewhere'>): TemplateResult => html`
  <div class="body">
    <slot name="for"></slot>
    ${lead(ui.words.text('elsewhere'))} ${amount(ui, view.session)}
    <div class="buttons">${button(ui, 'takeOver', () => ui.actions.start())}</div>
  </div>
`;

export const closed = (ui: Ui, view: ViewNamed<'closed'>): TemplateResult => html`
  <div class="body">
    ${lead(ui.words.text('closed'))} ${amount(ui, view.session)}
    <div class="buttons">
      ${
        view.prompt === 'cancel'
          ? askCancel(ui)
          : html`${mainButton(ui, ui.words.text('openAgain'), () => ui.actions.start())} ${button(ui, 'checkNow', () => ui.actions.check())}
            ${button(ui, 'cancelPayment', () => ui.actions.askToCancel())}`
      }
    </div>
  </div>
`;

export const cannotStart = (ui: Ui, { failure }: ViewNamed<'cannot-start'>): TemplateResult => html`
  <div class="body">
    <slot name="for"></slot>
    ${lead(
      failure.requestId === undefined
        ? ui.words.text('cannotStart', { code: failure.code })
        : ui.words.text('cannotStartReference', { code: failure.code, reference: failure.requestId }),
    )}
    <div class="buttons">${mainButton(ui, ui.words.text('tryAgain'), () => ui.actions.start())}</div>
  </div>
`;
