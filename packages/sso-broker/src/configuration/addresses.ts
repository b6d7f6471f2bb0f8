import type { Problems } from './problems.ts';

const loopbackHost = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Names that never lead anywhere (RFC 2606, RFC 6761): those of samples and tests. */
const reservedHost = /(^|\.)(test|example|invalid|local|example\.(com|net|org))$/;

export function isLoopback(hostname: string): boolean {
  return loopbackHost.test(hostname);
}

export function isReserved(hostname: string): boolean {
  return reservedHost.test(hostname);
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function checkHost(problems: Problems, field: string, { hostname }: URL): void {
  problems.refuseInProduction(isLoopback(hostname), field, 'must not lead to this machine');
  problems.refuseInProduction(isReserved(hostname), field, 'is on a name reserved for samples and tests');
}

/** Refuses anything but https, or http on this machine: what travels there is a secret or a patient's name. */
export function checkUrl(problems: Problems, field: string, text: string): void {
  const url = URL.parse(text);
  if (url === null) problems.add(field, 'is not an absolute URL');
  else {
    problems.refuse(!isSafe(url), field, 'must be https, or http on a loopback host');
    problems.refuse(url.username !== '' || url.password !== '', field, 'must not carry credentials');
    problems.refuse(url.hash !== '', field, 'must not have a fragment');
    checkHost(problems, field, url);
  }
}

/** Refuses wildcards and anything that is not exactly an origin as a browser writes it (`https://host[:port]`). */
export function checkOrigin(problems: Problems, field: string, text: string): void {
  const url = URL.parse(text);
  if (text.includes('*')) problems.add(field, 'must not be a wildcard');
  else if (url === null || url.origin !== text) problems.add(field, 'is not an origin such as https://portal.example');
  else {
    problems.refuse(!isSafe(url), field, 'must be https, or http on a loopback host');
    checkHost(problems, field, url);
  }
}

/** Refuses what is not a path as a browser writes it, so that it can lead to no other host, and carries nothing. */
export function checkPath(problems: Problems, field: string, text: string): void {
  const base = 'https://portal.invalid';
  const url = URL.parse(text, base);
  problems.refuse(
    url === null || url.href !== base + text || url.pathname !== text,
    field,
    'is not a path such as /providers/Form/Receipt',
  );
}
