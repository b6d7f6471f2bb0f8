import { screenPaths } from '@collect-payment/protocol';
import { errorSummary, whatFor, type CollectForm } from './collect-page.ts';
import { html } from './html.ts';
import { launchFrame } from './launch-frame.ts';
import type { Page } from './page.ts';
import { cardFields } from './tender-fields.ts';

/** The screen that saves a card: a card and nothing to pay. */
export function saveCardPage({ launch, now, entered = {}, problems = [] }: CollectForm): Page {
  const { token } = launch;
  const path = screenPaths['save-on-file'];
  return {
    title: problems.length > 0 ? 'Error: Save a card' : 'Save a card',
    ...launchFrame(launch, path, now),
    content: html` <form
      method="post"
      action="${path}"
      novalidate
      autocomplete="off"
      data-test-expiry="12/${String(now.getUTCFullYear() + 1).slice(-2)}"
    >
      <input type="hidden" name="token" value="${token}" />
      <input type="hidden" name="tender" value="card" />
      <h1>Save a card</h1>
      ${errorSummary(problems)} ${whatFor(launch)}
      <p>The card is kept for later payments. Nothing is charged now.</p>
      ${cardFields(launch, entered, problems)}
      <div class="actions">
        <button type="submit" name="action" value="save" class="primary">Save card</button>
        <button type="submit" name="action" value="cancel" class="quiet">Cancel</button>
      </div>
      <p class="timer">This page is open for <span data-timer>15 minutes</span>.</p>
      <p class="visually-hidden" role="status" data-announce></p>
    </form>`,
  };
}
