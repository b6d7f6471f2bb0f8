import type { Problems } from './problems.ts';

const loopbackHost = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export function isLoopback(hostname: string): boolean {
  return loopbackHost.test(hostname);
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Refuses anything but https, or http on this machine: what travels there is a secret or a patient's name. */
export function checkUrl(problems: Problems, field: string, text: string): void {
  const url = URL.parse(text);
  if (url === null) problems.add(field, 'is not an absolute URL');
  else {
    problems.refuse(!isSafe(url), field, 'must be https, or http on a loopback host');
    problems.refuse(url.username !== '' || url.password !== '', field, 'must not carry credentials');
    problems.refuse(url.hash !== '', field, 'must not have a fragment');
  }
}

/** Refuses wildcards and anything that is not exactly an origin as a browser writes it (`https://host[:port]`). */
export function checkOrigin(problems: Problems, field: string, text: string): void {
  const url = URL.parse(text);
  if (text.includes('*')) problems.add(field, 'must not be a wildcard');
  else if (url === null || url.origin !== text) problems.add(field, 'is not an origin such as https://portal.example');
  else problems.refuse(!isSafe(url), field, 'must be https, or http on a loopback host');
}
