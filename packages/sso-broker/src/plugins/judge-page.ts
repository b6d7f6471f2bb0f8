import type { IncomingHttpHeaders } from 'node:http';

/** Whose pages may use a client secret: the tenant's, and the broker's own (`GET /embed/{id}`). */
export interface PageOrigins {
  readonly tenant: readonly string[];
  readonly broker: string;
}

export type PageRefusal = 'ERR_FETCH_METADATA' | 'ERR_ORIGIN_MISSING' | 'ERR_ORIGIN_NOT_ALLOWED';

type Asked = Pick<IncomingHttpHeaders, 'origin' | 'sec-fetch-site' | 'sec-fetch-mode' | 'sec-fetch-dest'>;

/**
 * Judges whether a request that carries a client secret was made by a script of a page that may have one. Undefined when it was.
 *
 * Scripts cannot set Origin or Sec-Fetch-… (Fetch 2.2.2). What is no browser can, and has to have got the client secret elsewhere: servers use
 * their secret key. A GET to one's own origin carries no Origin, so there `Sec-Fetch-Site: same-origin` speaks for the page.
 */
export function judgePage(headers: Asked, origins: PageOrigins): PageRefusal | undefined {
  const { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest } = headers;
  if (!isOneOf(site, sites) || !isOneOf(mode, modes) || !isOneOf(dest, dests)) return 'ERR_FETCH_METADATA';
  const isOwn = site === 'same-origin';
  if (origin === undefined) return isOwn ? undefined : 'ERR_ORIGIN_MISSING';
  return origins.tenant.includes(origin) || (isOwn && origin === origins.broker) ? undefined : 'ERR_ORIGIN_NOT_ALLOWED';
}

/** What `fetch` says of itself (Fetch Metadata 2); nothing at all comes from what is no browser. `none` is a person's own navigation. */
const sites: readonly string[] = ['same-origin', 'same-site', 'cross-site'];
const modes: readonly string[] = ['cors', 'same-origin'];
const dests: readonly string[] = ['empty'];

/** Node joins a header that comes twice, so that two values are none of the list. */
function isOneOf(value: string | string[] | undefined, values: readonly string[]): boolean {
  return value === undefined || (typeof value === 'string' && values.includes(value));
}
