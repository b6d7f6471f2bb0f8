import type { Launch } from '../launch.ts';
import { html } from './html.ts';
import type { Leave, Page } from './page.ts';
import { leaveControl } from './receipt-page.ts';

/** Simple Collect after submission, and every cancel: the page goes away by itself, and says so where it cannot. */
export function leavingPage({ parameters, account }: Launch, leave: Leave): Page {
  return {
    title: 'Done',
    merchantName: account.merchantName,
    lightWeight: parameters.lightWeight,
    script: { leave, leaveNow: true },
    content: html`<h1>Done</h1>
      <p>You can close this page.</p>
      <div class="actions">${leave.url !== undefined && leaveControl(leave, 'Continue')}</div>`,
  };
}

/** A token that no longer opens anything: unknown, expired, canceled or used up. */
export function endedPage(leave: Leave = { by: 'frame', incontext: false }, launch?: Launch): Page {
  return {
    title: 'Session ended',
    merchantName: launch?.account.merchantName,
    lightWeight: launch?.parameters.lightWeight,
    script: { leave },
    content: html`<h1>This session has ended</h1>
      <p>A payment page is open for 15 minutes and for one payment. Go back and start again.</p>
      <div class="actions">${leaveControl(leave, 'Close')}</div>`,
  };
}

/** Where a refused sign-on leads (instamed-protocol.md §1.4). */
export function ssoErrorPage(respCode: string, respMessage: string, lightWeight: boolean): Page {
  return {
    title: 'Sign-on refused',
    lightWeight,
    script: { leave: { by: 'frame', incontext: false } },
    content: html`<h1>Sign-on refused</h1>
      <div class="summary">
        <p><strong>${respMessage}</strong></p>
        <p>Code ${respCode}</p>
      </div>
      <p>The payment page was not opened and no money was taken.</p>`,
  };
}
