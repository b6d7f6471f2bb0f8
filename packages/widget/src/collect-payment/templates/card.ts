import { html, type TemplateResult } from 'lit';
import type { Words } from '../../messages/words.ts';
import type { ActionName } from '../../session/payment-actions.ts';
import { own } from '../../own.ts';
import type { Choice, Picture } from '../picture.ts';

/** A click handler for an action. */
export type On = (action: ActionName) => () => void;

export const button = ([label, action]: Choice, on: On, main: boolean, focus: boolean): TemplateResult => html`
  <button part=${main ? 'button' : 'button-secondary'} aria-disabled=${action === 'wait'} ?data-focus=${focus} @click=${on(action)}>
    ${label}
  </button>
`;

/** "Cancel this payment?" Focus falls on the answer that does no harm. */
export const askCancel = ({ of }: Words, on: On): TemplateResult => html`
  <p>${of.askCancel}</p>
  ${button([of.keepPaying, 'keepPaying'], on, false, true)} ${button([of.cancelPayment, 'cancel'], on, false, false)}
`;

/** One card for every state; `inside` stands between the words and the buttons. Focus falls on the first thing it says. */
export const card = (picture: Picture, on: On, question?: TemplateResult, inside?: TemplateResult): TemplateResult => {
  const { lead, amounts = [], strong, text, hint, main, choices = [], tone } = own(picture);
  return html`
    <div class="body ${tone}">
      <slot name="for"></slot>
      ${lead && html`<p class="lead" tabindex="-1" ?data-focus=${!question}>${lead}</p>`}
      ${amounts.map((amount) => html`<p part="amount" tabindex="-1" ?data-focus=${tone === 'paid'}>${amount}</p>`)}
      ${strong && html`<p><strong>${strong}</strong></p>`} ${text && html`<p>${text}</p>`} ${hint && html`<p class="hint">${hint}</p>`}
      ${inside}
      <div class="buttons">
        ${question ?? [main && button(main, on, true, !lead), choices.map((choice) => button(choice, on, false, false))]}
      </div>
    </div>
  `;
};
