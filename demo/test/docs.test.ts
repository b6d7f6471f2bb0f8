import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documents, serveDocuments } from '../src/host/docs.ts';

const app = fastify();
const pages = new Map<string, string>();
beforeAll(async () => {
  serveDocuments(app, () => Promise.resolve('<title>{{title}}</title>{{contents}}<main>{{document}}</main>'));
  for (const path of documents.keys()) pages.set(path, (await app.inject(path)).body);
});
afterAll(() => app.close());

const linksOf = (page: string): readonly string[] => [...page.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href!);
const idsOf = (page: string): ReadonlySet<string> => new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!));

describe('the documents as pages', () => {
  it('are all there, each with a title and a place in the contents', () => {
    expect(pages.size).toBeGreaterThan(40);
    for (const [path, page] of pages) {
      expect([path, /<title>.+<\/title>/.test(page), page.includes(`<a href="${path}" aria-current="page">`)]).toEqual([path, true, true]);
      expect([path, /\{\{(title|contents|document)\}\}/.test(page)]).toEqual([path, false]);
    }
  });

  it('lead to pages and headings that exist', () => {
    const broken = [...pages].flatMap(([path, page]) =>
      linksOf(page)
        .filter((href) => !href.startsWith('https:'))
        .filter((href) => {
          const [target = '', fragment] = href.split('#', 2);
          const to = pages.get(target === '' ? path : target);
          return to === undefined || (fragment !== undefined && !idsOf(to).has(fragment));
        })
        .map((href) => `${path} → ${href}`),
    );
    expect(broken).toEqual([]);
  });

  it('show what looks like HTML as text', () => {
    expect(pages.get('/docs/embed')).toContain('&lt;collect-payment broker=');
    for (const [path, page] of pages) expect([path, /<(script|style|iframe|collect-payment)\b/.test(page)]).toEqual([path, false]);
  });

  it('name files of the source without a link to them', () => {
    const page = pages.get('/docs/threat-model')!;
    expect(page).toContain('verify-chain.test.ts');
    expect(linksOf(page).filter((href) => href.endsWith('.ts'))).toEqual([]);
  });

  it('begin with the README', async () => {
    const { statusCode, headers } = await app.inject('/docs');
    expect([statusCode, headers.location]).toEqual([302, '/docs/readme']);
  });
});
