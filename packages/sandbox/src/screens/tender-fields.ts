import { deviceOf, type Launch } from '../launch.ts';
import type { EnteredPayment, Problem } from '../payment/entry.ts';
import { testCards } from '../payment/test-cards.ts';
import { field, problemOf } from './field.ts';
import { html, type Html } from './html.ts';

/** Card fields, or with `creditCardKeyed=false` the reader, typing being the way round it (instamed-protocol.md §1.5). */
export function cardFields(launch: Launch, entered: EnteredPayment, problems: readonly Problem[]): Html {
  const name = entered.holderName ?? launch.parameters.cardHolderName;
  const keyed = html` ${field({ name: 'cardNumber', label: 'Card number', problem: problemOf(problems, 'cardNumber'), inputMode: 'numeric', autocomplete: 'cc-number', maxLength: 23 })}
    <div class="row">
      ${field({ name: 'expiry', label: 'Expiry (MM/YY)', value: entered.expiry, problem: problemOf(problems, 'expiry'), inputMode: 'numeric', autocomplete: 'cc-exp', maxLength: 7 })}
      ${field({ name: 'cvv', label: 'Security code', problem: problemOf(problems, 'cvv'), inputMode: 'numeric', autocomplete: 'cc-csc', maxLength: 4 })}
      ${field({ name: 'zip', label: 'ZIP (optional)', value: entered.zip ?? zipOf(launch), problem: problemOf(problems, 'zip'), inputMode: 'numeric', autocomplete: 'postal-code', maxLength: 10 })}
    </div>
    ${field({ name: 'holderName', label: 'Name on card (optional)', value: name, problem: problemOf(problems, 'holderName'), autocomplete: 'cc-name', maxLength: 121 })}
    ${testCardButtons}`;
  if (launch.parameters.creditCardKeyed !== false)
    return html`<fieldset class="panel" data-tender="card">
      <legend>Card</legend>
      ${keyed}
    </fieldset>`;
  const device = deviceOf(launch);
  return html`<fieldset class="panel" data-tender="card"><legend>Card</legend>
<input type="hidden" name="entryMode" value="Keyed" data-entry-mode>
<p class="device" role="status" data-device>Insert or swipe the card${device && ` at the ${device.name} (${device.serialNumber})`}.</p>
<button type="button" class="secondary needs-script" data-read-card>Simulate card read</button>
<details${problems.length > 0 && html` open`}><summary>Type the card instead</summary>${keyed}</details>
</fieldset>`;
}

/** The sign-on's own, where the form would take it: other countries have other codes (instamed-protocol.md §1.5). */
const zipOf = ({ parameters: { billingZip } }: Launch): string | undefined => (/^\d{5}$/.test(billingZip ?? '') ? billingZip : undefined);

const testCardButtons = html`<div class="test-cards needs-script" role="group" aria-label="Test cards">
  <p class="hint">Never type a real card here. Fill in a test card:</p>
  ${testCards.map(({ name, number }) => html`<button type="button" class="chip" data-test-card="${number}">${name}</button>`)}
</div>`;

/** Bank account fields of an eCheck. */
export function checkFields(entered: EnteredPayment, problems: readonly Problem[]): Html {
  return html`<fieldset class="panel" data-tender="check">
    <legend>Bank account</legend>
    ${field({ name: 'routingNumber', label: 'Routing number', value: entered.routingNumber, problem: problemOf(problems, 'routingNumber'), hint: 'For a test: 021000021', inputMode: 'numeric', maxLength: 9 })}
    ${field({ name: 'accountNumber', label: 'Account number', problem: problemOf(problems, 'accountNumber'), inputMode: 'numeric', maxLength: 20 })}
  </fieldset>`;
}
