import type { FastifyReply } from 'fastify';
import { pagePolicy } from '../security-headers.ts';
import { html, type Html } from './html.ts';

/** What every hosted page has around its content. */
export interface Page {
  readonly title: string;
  /** Shown at the top; hidden with `lightWeight`. */
  readonly merchantName?: string | undefined;
  readonly userName?: string | undefined;
  readonly lightWeight?: boolean | undefined;
  /** What the page's script works with; see client/screen.js. */
  readonly script?: ScriptInput;
  readonly wide?: boolean;
  readonly content: Html;
}

export interface ScriptInput {
  /** Posts `launchInContext` on load (instamed-protocol.md §8). */
  readonly launchInContext?: boolean;
  /** Milliseconds the token still lives, and where to look when they are over. */
  readonly remainingMs?: number;
  readonly selfUrl?: string;
  /** How the page goes away, on `[data-leave]` or at once. */
  readonly leave?: Leave;
  readonly leaveNow?: boolean;
}

/** `frame` loads the URL here, `parent` sends the host there, `message` lets the host load it; no URL closes the page. */
export interface Leave {
  readonly url?: string;
  readonly by: 'frame' | 'parent' | 'message';
  readonly incontext: boolean;
}

/** Sends a page. The token is in its address, so no referrer ever leaves. */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy)
    .send(writePage(page).text);
}

function writePage({ title, merchantName, userName, lightWeight, script, wide, content }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · InstaMed sandbox</title>
        <link rel="stylesheet" href="/sandbox/assets/screen.css" />
        <link rel="stylesheet" href="/sandbox/assets/form.css" />
        <script src="/sandbox/assets/screen.js" defer></script>
      </head>
      <body class="${lightWeight === true ? 'light-weight' : 'full'}" ${script && html` data-script="${JSON.stringify(script)}"`}>
        <header class="bar" aria-label="Sandbox">
          <div class="bar-inner${wide === true && ' wide'}">
            <p class="badge">Sandbox: no real money</p>
            ${
              lightWeight !== true &&
              html`<p class="merchant">${merchantName ?? 'InstaMed sandbox'}</p>
                ${userName !== undefined && html`<p class="user">Signed on as ${userName}</p>`}`
            }
          </div>
        </header>
        <main class="${wide === true ? 'wide' : 'narrow'}" aria-label="${title}">${content}</main>
      </body>
    </html> `;
}
