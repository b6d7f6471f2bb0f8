import { html, type TemplateResult } from 'lit';
import type { Words } from '../../messages/words.ts';
import type { ViewNamed } from '../../session/view.ts';
import type { Choice } from '../picture.ts';
import { button, type On } from './card.ts';

/** The hosted screen with the thin bar above it: what this is, the time left, the way out. */
export const screen = (
  { step }: ViewNamed<'open'>,
  { of }: Words,
  timeLeft: string,
  moreTime: readonly Choice[],
  on: On,
  question: TemplateResult | undefined,
): TemplateResult => html`
  <div part="bar">
    ${
      question ??
      html`<p>${of.securePage} · ${timeLeft}</p>
        ${moreTime.map((choice) => button(choice, on, false, false))}
        <button part="button-close" aria-label=${of.cancelPayment} @click=${on('askToCancel')}>✕</button>`
    }
  </div>
  <iframe
    part="frame"
    title=${of.securePage}
    src=${step.url}
    allow="payment; usb; hid; serial"
    referrerpolicy="strict-origin"
    ?data-focus=${!question}
  ></iframe>
`;

/** Over the page. Escape asks (the card hears the key); should the browser close the dialog by itself, it opens again. */
export const overPage = (content: TemplateResult, label: string, reopen: () => void): TemplateResult => html`
  <dialog
    part="dialog"
    aria-label=${label}
    @cancel=${(event: Event) => {
      event.preventDefault();
    }}
    @close=${reopen}
  >
    ${content}
  </dialog>
`;
