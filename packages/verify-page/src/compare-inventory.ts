import type { Finding, PageRecord } from './page-record.ts';

/** A script that somebody has authorised: an entry of a `scripts-inventory.json`. */
export interface ListedScript {
  readonly file: string;
  readonly integrity: string;
}

const fileOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** Every script must be listed by its digest, inline ones too; and a listed file's tag must hold the browser to it (PCI DSS 6.4.3). */
export function compareInventory({ scripts }: PageRecord, listed: readonly ListedScript[]): readonly Finding[] {
  const digests = new Set(listed.map(({ integrity }) => integrity));
  const files = new Set(listed.map(({ file }) => file));
  return scripts.flatMap(({ url, inline, sha384, integrity }): Finding[] => {
    const detail = inline ? `inline, ${sha384}` : sha384;
    if (!digests.has(sha384))
      return [{ code: !inline && files.has(fileOf(url)) ? 'script-changed' : 'script-not-listed', what: url, detail }];
    return inline || integrity ? [] : [{ code: 'integrity-missing', what: url, detail: 'listed, but its tag has no integrity' }];
  });
}
