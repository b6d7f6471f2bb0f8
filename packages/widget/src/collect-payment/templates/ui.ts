import { html, nothing, type TemplateResult } from 'lit';
import type { PaymentActions } from '../../session/payment-actions.ts';
import type { MessageKey } from '../../messages/messages.ts';
import type { Words } from '../../messages/words.ts';

export type Audience = 'patient' | 'staff';

/** What every template draws with. */
export interface Ui {
  readonly words: Words;
  readonly audience: Audience;
  readonly actions: PaymentActions;
  /** Milliseconds left of the live token. */
  readonly leftMs: number;
  /** The reference copied last. */
  readonly copied: string | undefined;
  readonly copy: (reference: string) => void;
  readonly print: () => void;
  /** A click handler: focus follows what the person did. */
  readonly on: (action: () => void | Promise<void>) => () => void;
}

/** Patients are told what happens next; staff know. */
export const patientHint = (ui: Ui, key: MessageKey): TemplateResult | typeof nothing =>
  ui.audience === 'patient' ? html`<p class="hint">${ui.words.text(key)}</p>` : nothing;

export const button = (ui: Ui, key: MessageKey, action: () => void | Promise<void>): TemplateResult =>
  html`<button type="button" part="button-secondary" @click=${ui.on(action)}>${ui.words.text(key)}</button>`;

export const mainButton = (ui: Ui, label: string, action: () => void | Promise<void>): TemplateResult =>
  html`<button type="button" class="main" part="button" @click=${ui.on(action)}>${label}</button>`;

/** The line a view is about; takes focus when a person's action led here. */
export const lead = (text: string): TemplateResult => html`<p class="lead" tabindex="-1" data-focus>${text}</p>`;

export const copyButton = (ui: Ui, reference: string): TemplateResult =>
  html`<button type="button" part="button-secondary" @click=${() => ui.copy(reference)}>
    ${ui.words.text(ui.copied === reference ? 'copied' : 'copyReference')}
  </button>`;

/** "Cancel", and once asked, the question. Keeping on is what focus falls on. */
export const askCancel = (ui: Ui): TemplateResult => html`
  <span id="ask">${ui.words.text('askCancel')}</span>
  <button
    type="button"
    class="ask"
    part="button-secondary"
    aria-describedby="ask"
    data-focus
    @click=${ui.on(() => ui.actions.prompt('none'))}
  >
    ${ui.words.text('keepPaying')}
  </button>
  <button type="button" class="ask" part="button-secondary" @click=${ui.on(() => ui.actions.cancel())}>
    ${ui.words.text('cancelPayment')}
  </button>
`;
