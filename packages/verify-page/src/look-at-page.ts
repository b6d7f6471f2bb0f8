import { createHash } from 'node:crypto';
import { chromium, type CDPSession, type Page, type Response } from 'playwright-core';
import type { PageRecord, ScriptRecord } from './page-record.ts';
import { VerifyPageError } from './read-json.ts';

export interface LookOptions {
  readonly url: string;
  /** A Chromium; Playwright's own unless set. */
  readonly executablePath: string | undefined;
  /** Cookies and local storage of a test patient who is signed in, as Playwright's `storageState` writes them. */
  readonly storageState: string | undefined;
  /** How long, after the page has loaded, its network may take to fall silent. */
  readonly settleMs: number;
}

/** Headers whose change changes what a script may do, or who may frame the page. */
const securityHeaders = new Set([
  'content-security-policy',
  'content-security-policy-report-only',
  'integrity-policy',
  'strict-transport-security',
  'x-frame-options',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
  'access-control-allow-origin',
]);

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');
const withoutNonce = (policy: string): string => policy.replace(/'nonce-[^']*'/g, "'nonce-*'");

/** Opens the page in Chromium and tells what it received. @throws VerifyPageError when there is no page or no browser. */
export async function lookAtPage(options: LookOptions): Promise<PageRecord> {
  const { executablePath, storageState, url, settleMs } = options;
  const launch = { chromiumSandbox: process.getuid?.() !== 0, ...(executablePath !== undefined && { executablePath }) };
  const browser = await chromium.launch(launch).catch(() => {
    throw new VerifyPageError('Chromium does not start; name one with --chromium or CHROMIUM_PATH');
  });
  try {
    const context = await browser.newContext(storageState === undefined ? {} : { storageState }).catch(() => {
      throw new VerifyPageError(`${storageState} is no storage state`);
    });
    const page = await context.newPage();
    const files = new Set<string>();
    page.on('request', (request) => request.resourceType() === 'script' && files.add(request.url()));
    const sources = await recordScripts(await context.newCDPSession(page));
    const response = await page.goto(url, { waitUntil: 'load' }).catch(() => null);
    if (response === null || !response.ok()) throw new VerifyPageError(`no page: ${response?.status() ?? 'no answer'}`);
    // A page with a stream never falls silent; what it has run by then is told.
    await page.waitForLoadState('networkidle', { timeout: settleMs }).catch(() => undefined);
    return {
      url: withoutQuery(page.url()),
      scripts: listScripts(await sources(new URL(page.url()).origin), { page: page.url(), files, integrity: await integrityByUrl(page) }),
      headers: await readHeaders(page, response),
    };
  } finally {
    await browser.close();
  }
}

interface Source {
  readonly url: string;
  readonly text: string;
}

/**
 * Follows Chromium's debugger, which sees every text that becomes a script: files, inline ones, handlers in attributes, what `eval`
 * is given, and tags that remove themselves. Frames of other origins are not ours to answer for.
 */
async function recordScripts(session: CDPSession): Promise<(origin: string) => Promise<readonly Source[]>> {
  const contexts = new Map<number, string>();
  const parsed: { readonly url: string; readonly context: number; readonly text: Promise<string> }[] = [];
  session.on('Runtime.executionContextCreated', ({ context: { id, origin, auxData } }) => {
    // The tool's own scripts run beside the page's, in a world of their own.
    if ((auxData as { isDefault?: boolean } | undefined)?.isDefault === true) contexts.set(id, origin);
  });
  session.on('Debugger.scriptParsed', ({ scriptId, url, embedderName = url, executionContextId }) => {
    const text = session.send('Debugger.getScriptSource', { scriptId }).then(
      ({ scriptSource }) => scriptSource,
      // The page it belonged to has gone: a redirect by script.
      () => '',
    );
    // Not its url: a script may give itself another one by a comment.
    parsed.push({ url: embedderName, context: executionContextId, text });
  });
  await session.send('Runtime.enable');
  await session.send('Debugger.enable');
  return async (origin) => {
    const ours = parsed.filter(({ context }) => contexts.get(context) === origin);
    return Promise.all(ours.map(async ({ url, text }) => ({ url, text: await text })));
  };
}

interface Surroundings {
  readonly page: string;
  /** Addresses that were asked for as scripts; what came from none of them is inline. */
  readonly files: ReadonlySet<string>;
  readonly integrity: ReadonlySet<string>;
}

function listScripts(sources: readonly Source[], { page, files, integrity }: Surroundings): readonly ScriptRecord[] {
  const records = sources.map(({ url, text }): ScriptRecord => {
    const inline = !files.has(url);
    const sha384 = `sha384-${createHash('sha384').update(text).digest('base64')}`;
    return { url: withoutQuery(inline ? page : url), inline, sha384, integrity: !inline && integrity.has(url) };
  });
  const once = new Map(records.map((record) => [JSON.stringify(record), record]));
  return [...once.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, record]) => record);
}

/** Addresses of the scripts whose every tag has `integrity`. */
async function integrityByUrl(page: Page): Promise<ReadonlySet<string>> {
  const tags = await page.evaluate<[string, boolean][]>(
    "[...document.querySelectorAll('script[src]')].map(({ src, integrity }) => [src, integrity !== ''])",
  );
  const open = new Set(tags.filter(([, has]) => !has).map(([url]) => url));
  return new Set(tags.map(([url]) => url).filter((url) => !open.has(url)));
}

async function readHeaders(page: Page, response: Response): Promise<Readonly<Record<string, string>>> {
  const received = await response.allHeaders();
  const metas = await page.evaluate<[string, string][]>(
    "[...document.querySelectorAll('meta[http-equiv]')].map(({ httpEquiv, content }) => [httpEquiv.toLowerCase(), content])",
  );
  const all = [...Object.entries(received), ...metas.map(([header, value]) => [`meta ${header}`, value] as const)];
  const security = all.filter(([header]) => securityHeaders.has(header.replace(/^meta /, '')));
  return Object.fromEntries(
    security.map(([header, value]) => [header, withoutNonce(value)] as const).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
