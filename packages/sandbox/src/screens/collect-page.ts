import { encodeCents } from '@collect-payment/protocol';
import { amountIsLocked, type Launch } from '../launch.ts';
import { tendersOf, type EnteredPayment, type Problem } from '../payment/entry.ts';
import { isAboutPayment, screenAddresses } from '../screen-addresses.ts';
import { cardFields, checkFields } from './tender-fields.ts';
import { field, problemOf } from './field.ts';
import { html, type Html } from './html.ts';
import { launchFrame } from './launch-frame.ts';
import type { Page } from './page.ts';

/** The payment form as it stands: fresh, or sent back with what is wrong. */
export interface CollectForm {
  readonly launch: Launch;
  readonly now: Date;
  readonly entered?: EnteredPayment;
  readonly problems?: readonly Problem[];
}

const tenderNames = { card: 'Card', check: 'eCheck', cash: 'Cash' } as const;

/** What each screen calls itself, and its button. */
const words = {
  'standard-collect': { title: 'Collect payment', submit: 'Collect' },
  'simple-collect': { title: 'Collect payment', submit: 'Collect' },
  'consumer-payment': { title: 'Make a payment', submit: 'Pay' },
} as const;

/** Standard and Simple Collect and the consumer's payment: the same payment, Simple with the fewest fields (instamed-protocol.md §1.8). */
export function collectPage({ launch, now, entered = {}, problems = [] }: CollectForm): Page {
  const { parameters, screen, token } = launch;
  const path = screenAddresses[screen];
  if (isAboutPayment(screen) || screen === 'save-on-file') throw new TypeError('The screen collects nothing');
  const { title, submit } = words[screen];
  return {
    title: problems.length > 0 ? `Error: ${title}` : title,
    ...launchFrame(launch, path, now),
    content: html` <form
      method="post"
      action="${path}"
      novalidate
      autocomplete="off"
      data-test-expiry="12/${String(now.getUTCFullYear() + 1).slice(-2)}"
    >
      <input type="hidden" name="token" value="${token}" />
      <h1>${title}</h1>
      ${errorSummary(problems)} ${whatFor(launch)} ${amount(launch, entered, problems)} ${tenders(launch, entered)}
      ${tendersOf(launch).includes('card') && cardFields(launch, entered, problems)}
      ${tendersOf(launch).includes('check') && checkFields(entered, problems)}
      ${tendersOf(launch).includes('cash') && html`<p class="panel" data-tender="cash">Take the cash, then confirm.</p>`}
      ${screen === 'standard-collect' && parameters.hideGuarantorId !== true && field({ name: 'guarantorId', label: 'Guarantor ID (optional)', value: entered.guarantorId, problem: problemOf(problems, 'guarantorId') })}
      <div class="actions">
        <button type="submit" name="action" value="pay" class="primary">
          ${submit}${amountIsLocked(launch) && ` $${encodeCents(parameters.requestedCents ?? 0)}`}
        </button>
        <button type="submit" name="action" value="cancel" class="quiet">Cancel</button>
      </div>
      <p class="timer">This page is open for <span data-timer>15 minutes</span>.</p>
      <p class="visually-hidden" role="status" data-announce></p>
    </form>`,
  };
}

export function errorSummary(problems: readonly Problem[]): Html | false {
  return (
    problems.length > 0 &&
    html`<div class="summary" role="alert" tabindex="-1" data-focus>
      <h2>Please check ${problems.length === 1 ? 'one thing' : `${problems.length} things`}</h2>
      <ul>
        ${problems.map(({ field: name, message }) => html`<li><a href="#${name}">${message}</a></li>`)}
      </ul>
    </div>`
  );
}

/** Who and what it is for. */
export function whatFor({ parameters }: Launch): Html {
  const name = [parameters.patientFirstName, parameters.patientLastName].filter((part) => part !== undefined).join(' ');
  const rows = [
    ['Patient', name],
    ['Paid by', consumerName(parameters, name)],
    ['Patient ID', parameters.patientId],
    ['Invoice', parameters.additionalInfo?.[1]],
  ] as const;
  const shown = rows.filter(([, value]) => value !== undefined && value !== '');
  return html`<dl class="facts">
    ${shown.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** Who pays, where that is somebody else than the patient. */
function consumerName({ consumerFirstName, consumerLastName }: Launch['parameters'], patientName: string): string | undefined {
  const name = [consumerFirstName, consumerLastName].filter((part) => part !== undefined).join(' ');
  return name === patientName ? undefined : name;
}

function amount(launch: Launch, entered: EnteredPayment, problems: readonly Problem[]): Html {
  const asked = launch.parameters.requestedCents;
  const shown = asked === undefined ? '' : encodeCents(asked);
  if (amountIsLocked(launch))
    return html`<p class="amount"><span class="amount-label">Amount</span> <strong id="amount">$${shown}</strong></p>`;
  return field({
    name: 'amount',
    label: 'Amount in US dollars',
    value: entered.amount ?? shown,
    problem: problemOf(problems, 'amount'),
    inputMode: 'decimal',
    className: 'amount-field',
  });
}

function tenders(launch: Launch, entered: EnteredPayment): Html {
  const shown = tendersOf(launch);
  if (shown.length === 1) return html`<input type="hidden" name="tender" id="tender" value="card" />`;
  const chosen = shown.find((tender) => tender === entered.tender) ?? 'card';
  return html`<fieldset class="tenders" id="tender">
    <legend>Pay by</legend>
    <div>
      ${shown.map(
        (tender) =>
          html`<label
            ><input type="radio" name="tender" value="${tender}" ${tender === chosen && html` checked`} />
            <span>${tenderNames[tender]}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}
