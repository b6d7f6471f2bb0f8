import { html, type TemplateResult } from 'lit';
import type { ViewNamed } from '../../session/view.ts';
import { clockFace } from '../countdown-controller.ts';
import { icons } from './icon.ts';
import { askCancel, button, mainButton, type Ui } from './ui.ts';

type Open = ViewNamed<'open'>;

const bar = (ui: Ui, view: Open): TemplateResult => html`
  <div class="bar" part="bar">
    ${
      view.prompt === 'cancel'
        ? askCancel(ui)
        : html`${icons.lock}<span>${ui.words.text('securePage')} · ${ui.words.text('timeLeft', { time: clockFace(ui.leftMs) })}</span>
            <button
              type="button"
              part="button-close"
              aria-label=${ui.words.text('cancelPayment')}
              @click=${ui.on(() => ui.actions.askToCancel())}
            >
              ${icons.close}
            </button>`
    }
  </div>
`;

// The sandbox withholds only what a payment page has no business with: navigating this page away.
const frame = (ui: Ui, view: Open): TemplateResult => html`
  <iframe
    class="hosted"
    part="frame"
    title=${ui.words.text('securePage')}
    src=${view.screen.url}
    allow="payment; usb; hid; serial"
    sandbox="allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-downloads"
    referrerpolicy="strict-origin"
    ?data-focus=${view.prompt === 'none'}
  ></iframe>
`;

/** The hosted screen, in the place that was chosen for it. */
export function screen(ui: Ui, view: Open): TemplateResult {
  const { place } = view.screen;
  switch (place) {
    case 'embedded':
      return html`${bar(ui, view)}${frame(ui, view)}`;
    case 'incontext':
      return overPage(ui, view);
    case 'popup':
      return popup(ui, view);
    default:
      return place satisfies never;
  }
}

const overPage = (ui: Ui, view: Open): TemplateResult => html`
  <div class="body">
    <p class="amount" part="amount">${ui.words.money(view.session.amount)}</p>
    <p class="hint">${ui.words.text('overPage')}</p>
  </div>
  <dialog
    part="dialog"
    aria-label=${ui.words.text('securePage')}
    @cancel=${(event: Event) => {
      event.preventDefault();
    }}
    @close=${ui.on(() => ui.actions.prompt('cancel'))}
  >
    ${bar(ui, view)}${frame(ui, view)}
  </dialog>
`;

const popup = (ui: Ui, view: Open): TemplateResult => html`
  <div class="body">
    <slot name="for"></slot>
    <p class="lead" tabindex="-1" ?data-focus=${view.prompt === 'none'}>${ui.words.text('ownWindow')}</p>
    <p class="amount" part="amount">${ui.words.money(view.session.amount)}</p>
    <p class="hint">${ui.words.text('timeLeft', { time: clockFace(ui.leftMs) })}</p>
    <div class="buttons">
      ${
        view.prompt === 'cancel'
          ? askCancel(ui)
          : html`${mainButton(ui, ui.words.text('showWindow'), ui.actions.showWindow)} ${button(ui, 'openHereInstead', ui.actions.openHere)}
            ${button(ui, 'cancel', () => ui.actions.askToCancel())}`
      }
    </div>
  </div>
`;
