import { asciiLowerCase } from '../characters.ts';
import { ProtocolError } from '../errors.ts';
import { ssoErrorPath } from './screens.ts';

/** `url` is the screen to open, token included: a bearer secret for fifteen minutes, so it is given to its page only. */
export type SsoAnswer =
  | { readonly type: 'launched'; readonly url: string; readonly token: string }
  | { readonly type: 'refused'; readonly respCode: number | undefined; readonly respMessage: string };

export interface SsoHttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Judges the answer to a server-to-server sign-on (instamed-protocol.md §1.3, §1.4); the redirect must not have been followed.
 *
 * ERR_SSO_ANSWER_STATUS (neither 200 nor a redirect), ERR_SSO_ANSWER_MISSING, ERR_SSO_ANSWER_REPEATED, ERR_SSO_ANSWER_URL (not https,
 * nor http on this machine; credentials; another origin than `allowedOrigin`), ERR_SSO_ANSWER_TOKEN.
 */
export function readSsoAnswer(answer: SsoHttpAnswer, allowedOrigin: string): SsoAnswer {
  const { status } = answer;
  if (status !== 200 && !isRedirect(status)) throw new ProtocolError('ERR_SSO_ANSWER_STATUS', { status });
  const target = readHeader(answer, 'relayState') ?? readLocation(answer);
  if (target === undefined) throw new ProtocolError('ERR_SSO_ANSWER_MISSING', {});
  const url = readUrl(target, allowedOrigin);
  return readRefusal(url) ?? { type: 'launched', url: url.href, token: readToken(url) };
}

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

function readHeader({ headers }: SsoHttpAnswer, name: string): string | undefined {
  const wanted = asciiLowerCase(name);
  const values = Object.entries(headers)
    .filter(([header]) => asciiLowerCase(header) === wanted)
    .flatMap(([, value]) => value ?? [])
    // Some HTTP clients join repeated headers by a comma.
    .flatMap((value) => value.split(/\s*,\s*(?=https?:\/\/)/i))
    .map((value) => value.trim())
    .filter((value) => value !== '');
  if (new Set(values).size > 1) throw new ProtocolError('ERR_SSO_ANSWER_REPEATED', {});
  return values[0];
}

/** A plain redirect is an answer only when it says what a relayState header would: a token or the error page. */
function readLocation(answer: SsoHttpAnswer): string | undefined {
  if (!isRedirect(answer.status)) return undefined;
  const location = readHeader(answer, 'location');
  const url = location === undefined ? null : URL.parse(location);
  return url !== null && (isErrorPage(url) || readParameter(url, 'token') !== undefined) ? location : undefined;
}

function readUrl(target: string, allowedOrigin: string): URL {
  const url = URL.parse(target) ?? refuseUrl('not a URL');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) refuseUrl('scheme');
  if (url.username !== '' || url.password !== '') refuseUrl('credentials');
  if (url.origin !== URL.parse(allowedOrigin)?.origin) refuseUrl('origin');
  return url;
}

function refuseUrl(reason: 'not a URL' | 'scheme' | 'credentials' | 'origin'): never {
  throw new ProtocolError('ERR_SSO_ANSWER_URL', { reason });
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname);

const isErrorPage = (url: URL): boolean => asciiLowerCase(url.pathname).startsWith(asciiLowerCase(ssoErrorPath));

/** An error beside a token is a refusal all the same: not opening a good page costs a retry, opening a bad one shows an error. */
function readRefusal(url: URL): SsoAnswer | undefined {
  const code = readParameter(url, 'respCode') ?? readParameter(url, 'errorCode');
  const message = readParameter(url, 'respMessage') ?? readParameter(url, 'errorMessage');
  if (!isErrorPage(url) && code === undefined && message === undefined) return undefined;
  const respCode = code !== undefined && /^[0-9]{1,9}$/.test(code) ? Number(code) : undefined;
  return { type: 'refused', respCode, respMessage: (message ?? '').replace(/\p{Cc}/gu, ' ').slice(0, 200) };
}

// 136 is the widest column a client keeps tokens in; the known tokens have 48 (§1.4).
const tokenForm = /^[A-Za-z0-9+/=_-]{1,136}$/;

function readToken(url: URL): string {
  // Base64 holds "+", which form decoding would turn into a space if the sender forgot to escape it.
  const token = readParameter(URL.parse(`?${url.search.slice(1).replaceAll('+', '%2B')}`, url.origin) ?? url, 'token');
  if (token === undefined || !tokenForm.test(token)) throw new ProtocolError('ERR_SSO_ANSWER_TOKEN', {});
  return token;
}

/** Undefined when absent or empty. ERR_SSO_ANSWER_TOKEN when a token comes twice with different values. */
function readParameter(url: URL, name: string): string | undefined {
  const wanted = asciiLowerCase(name);
  const values = new Set([...url.searchParams].filter(([key]) => asciiLowerCase(key) === wanted).map(([, value]) => value));
  if (values.size > 1 && wanted === 'token') throw new ProtocolError('ERR_SSO_ANSWER_TOKEN', {});
  return [...values].find((value) => value !== '');
}
