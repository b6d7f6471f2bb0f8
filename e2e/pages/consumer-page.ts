import type { Stack } from '@collect-payment/demo/stack';
import type { Page } from '@playwright/test';

/** A page of a host's under its own policy: its scripts, and nothing but them. */
export interface Hosted {
  readonly policy: string;
  /** Tags of the head. */
  readonly head: string;
  readonly body?: string;
  readonly scripts: ReadonlyMap<string, string>;
}

/** Answers the page, its scripts and its session route at the demo's origin, and opens it. */
export async function openConsumer(page: Page, { demo, broker }: Stack, { policy, head, body = '', scripts }: Hosted): Promise<void> {
  const address = `${demo}/consumer/`;
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Your bill</title><meta name="broker" content="${broker}">${head}
    <body><main></main><p id="told"></p>${body}</body></html>`;
  await page.route(`${address}**`, (route) => {
    const script = scripts.get(new URL(route.request().url()).pathname.replace('/consumer/', ''));
    return script === undefined
      ? route.fulfill({ body: html, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': policy } })
      : route.fulfill({ body: script, contentType: 'text/javascript' });
  });
  await page.route(`${demo}/api/collect`, (route) => route.continue({ url: `${demo}/api/accounts/alvarez/collect?screen=simple-collect` }));
  await page.goto(address);
}
