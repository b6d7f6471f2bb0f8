import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** What the widget's build says of its scripts; every field is in docs/pci.md. */
interface ScriptsInventory {
  readonly scripts: readonly { readonly name: string; readonly file: string; readonly integrity: string }[];
}

const dist = fileURLToPath(new URL('../../../packages/widget/dist/', import.meta.url));

/**
 * Serves the widget's scripts under `/widget/`, to any origin and for ever: a file's name holds its digest, so it never means other bytes.
 * Returns what writes their names and digests into a page: `{{collect-payment.file}}`, `{{collect-payment.integrity}}`.
 */
export async function serveWidget(app: FastifyInstance): Promise<(html: string) => string> {
  const { scripts } = JSON.parse(await readFile(`${dist}scripts-inventory.json`, 'utf8')) as ScriptsInventory;
  await app.register(fastifyStatic, {
    root: `${dist}immutable/`,
    prefix: '/widget/',
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('cache-control', 'public, max-age=31536000, immutable');
      // Digests are checked on other origins' scripts only where those may be read.
      reply.header('access-control-allow-origin', '*');
      reply.header('cross-origin-resource-policy', 'cross-origin');
    },
  });
  return (html) =>
    scripts.reduce((page, { name, file, integrity }) => {
      const script = name.replace('.js', '');
      return page.replaceAll(`{{${script}.file}}`, file).replaceAll(`{{${script}.integrity}}`, integrity);
    }, html);
}
