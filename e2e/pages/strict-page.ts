import type { Stack } from '@collect-payment/demo/stack';
import type { Page } from '@playwright/test';

/** The policy of docs/embed.md, word for word, with the addresses of this stack. */
export function documentedPolicy(guide: string, { broker, sandbox }: Stack): string {
  const policy = guide.split('## Content security policy')[1]?.split('```')[1] ?? '';
  if (!policy.includes("default-src 'none'")) throw new Error('docs/embed.md has no policy');
  return policy
    .replaceAll('\n', ' ')
    .replaceAll('https://broker.example.org', broker)
    .replaceAll('https://online.instamed.com', sandbox)
    .trim();
}

/**
 * A page of the clinic's, under that policy and no other: what `body` says, with the tag of one of the widget's scripts. It is answered here, at
 * an address of the demo's origin, so that it may use the broker.
 */
export async function openStrictPage(page: Page, stack: Stack, policy: string, script: string, body: string): Promise<void> {
  const url = `${stack.demo}/strict`;
  const tag = await scriptTag(stack, script);
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Strict</title>${tag}<body>${body}</body></html>`;
  await page.route(url, (route) =>
    route.fulfill({ body: html, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': policy } }),
  );
  await page.goto(url);
}

/** The tag as the demo's own pages have it. */
export async function scriptTag({ demo }: Stack, script: string): Promise<string> {
  const pages = await Promise.all(['/portal', '/staff'].map(async (path) => (await fetch(demo + path)).text()));
  const [tag] = new RegExp(`<script[^>]+src="/widget/${script}@[^>]+></script>`).exec(pages.join('')) ?? [];
  if (tag === undefined) throw new Error(`no tag for ${script}`);
  return tag;
}
