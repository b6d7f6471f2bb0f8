import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { Marked, type Tokens } from 'marked';
import { gfmHeadingId } from 'marked-gfm-heading-id';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where a document is served: `docs/guides/vue.md` under `/docs/guides/vue`, `README.md` under `/docs/readme`. */
export const pathOf = (file: string): string =>
  `/docs/${file
    .replace(/^docs\//, '')
    .replace(/\.md$/, '')
    .toLowerCase()}`;

/** Every document of the project, by the path it is served under. */
export const documents: ReadonlyMap<string, string> = new Map(
  ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/*.md', 'docs/guides/*.md', 'docs/decisions/*.md']
    .flatMap((pattern) => globSync(pattern, { cwd: root }).toSorted())
    .map((file) => [pathOf(file), file]),
);

/** Serves the documents as pages of `template`, in which `{{title}}`, `{{contents}}` and `{{document}}` are filled in. */
export function serveDocuments(app: FastifyInstance, template: () => Promise<string>): void {
  app.get('/docs', (_request, reply) => reply.redirect(pathOf('README.md')));
  for (const [path, file] of documents) {
    app.get(path, async (_request, reply) => {
      const text = await readFile(root + file, 'utf8');
      const page = (await template())
        .replace('{{title}}', () => escape(titleOf(text)))
        .replace('{{contents}}', () => contents(path))
        .replace('{{document}}', () => write(text, file));
      return reply.type('text/html; charset=utf-8').send(page);
    });
  }
}

const titleOf = (text: string): string => /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? 'Collect Payment';

const within = (folder: string) => (path: string) => path.startsWith(`/docs/${folder}/`);

function contents(current: string): string {
  const group = (title: string, belongs: (path: string) => boolean): string => {
    const items = [...documents.keys()].filter(belongs).map((path) => {
      const here = path === current ? ' aria-current="page"' : '';
      return `<li><a href="${path}"${here}>${path.split('/').at(-1)}</a></li>`;
    });
    return `<h2>${title}</h2><ul>${items.join('')}</ul>`;
  };
  return [
    group('Documents', (path) => path.split('/').length === 3),
    group('Guides', within('guides')),
    group('Decisions', within('decisions')),
  ].join('');
}

function write(text: string, file: string): string {
  const marked = new Marked(gfmHeadingId(), {
    renderer: {
      // The documents hold no HTML of their own: what looks like it is text.
      html: ({ text: html }) => escape(html),
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        const to = targetOf(href, file);
        return to === undefined ? words : `<a href="${escape(to)}">${words}</a>`;
      },
      // Wide ones scroll by themselves, by keyboard too.
      code: ({ text: code }) => `<pre tabindex="0" role="group" aria-label="Code">${escape(code)}</pre>`,
      table(token: Tokens.Table) {
        const cell = (tag: 'td' | 'th', { tokens }: Tokens.TableCell): string => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
        const row = (tag: 'td' | 'th', cells: readonly Tokens.TableCell[]): string =>
          `<tr>${cells.map((one) => cell(tag, one)).join('')}</tr>`;
        const rows = token.rows.map((cells) => row('td', cells)).join('');
        return `<div class="wide-table" tabindex="0" role="group" aria-label="Table"><table><thead>${row('th', token.header)}</thead><tbody>${rows}</tbody></table></div>`;
      },
    },
  });
  return marked.parse(text, { async: false });
}

/** The page that a link leads to; none for a file of the source, which this site does not show. */
function targetOf(href: string, from: string): string | undefined {
  if (href.startsWith('#')) return href;
  if (href.startsWith('https:')) return href;
  const [file = '', fragment] = href.split('#', 2);
  const path = pathOf(posix.normalize(posix.join(posix.dirname(from), file)));
  return documents.has(path) ? path + (fragment === undefined ? '' : `#${fragment}`) : undefined;
}

const characters: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => characters[character]!);
