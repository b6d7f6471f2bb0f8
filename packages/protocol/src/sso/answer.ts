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
  const url = readRelayState(answer) ?? readLocation(answer, allowedOrigin);
  if (url === undefined) throw new ProtocolError('ERR_SSO_ANSWER_MISSING', {});
  checkUrl(url, allowedOrigin);
  return readRefusal(url) ?? { type: 'launched', url: url.href, token: readToken(url) };
}

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

function readRelayState(answer: SsoHttpAnswer): URL | undefined {
  const target = readHeader(answer, 'relayState');
  return target === undefined ? undefined : (URL.parse(target) ?? refuseUrl('not a URL'));
}

/** A plain redirect is an answer only when it says what a relayState header would: a token or the error page. */
function readLocation(answer: SsoHttpAnswer, allowedOrigin: string): URL | undefined {
  const location = isRedirect(answer.status) ? readHeader(answer, 'location') : undefined;
  const url = location === undefined ? null : URL.parse(location, allowedOrigin);
  return url !== null && (isErrorPage(url.pathname) || readParameter(url.searchParams, 'token') !== undefined) ? url : undefined;
}

function readHeader({ headers }: SsoHttpAnswer, name: string): string | undefined {
  const wanted = asciiLowerCase(name);
  const values = Object.entries(headers)
    .filter(([header]) => asciiLowerCase(header) === wanted)
    .flatMap(([, value]) => value ?? [])
    // Some HTTP clients join repeated headers by a comma.
    .flatMap((value) => value.split(/,\s*(?=https?:\/\/)/i))
    .map((value) => value.trim())
    .filter((value) => value !== '');
  if (new Set(values).size > 1) throw new ProtocolError('ERR_SSO_ANSWER_REPEATED', {});
  return values[0];
}

function checkUrl(url: URL, allowedOrigin: string): void {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) refuseUrl('scheme');
  if (url.username !== '' || url.password !== '') refuseUrl('credentials');
  if (url.origin !== URL.parse(allowedOrigin)?.origin) refuseUrl('origin');
}

function refuseUrl(reason: 'not a URL' | 'scheme' | 'credentials' | 'origin'): never {
  throw new ProtocolError('ERR_SSO_ANSWER_URL', { reason });
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname);

const isErrorPage = (pathname: string): boolean => asciiLowerCase(pathname) === asciiLowerCase(ssoErrorPath);

/** An error beside a token is a refusal all the same: not opening a good page costs a retry, opening a bad one strands a person. */
function readRefusal({ pathname, searchParams }: URL): SsoAnswer | undefined {
  const code = readParameter(searchParams, 'respCode') ?? readParameter(searchParams, 'errorCode');
  const message = readParameter(searchParams, 'respMessage') ?? readParameter(searchParams, 'errorMessage');
  const told = Array.from(searchParams).some(([name, text]) => text !== '' && /^(?:resp|error)(?:Code|Message)$/i.test(name));
  if (!told && !isErrorPage(pathname)) return undefined;
  const respCode = code !== undefined && /^[0-9]{1,9}$/.test(code) ? Number(code) : undefined;
  return { type: 'refused', respCode, respMessage: (message ?? '').replace(/\p{Cc}/gu, ' ').slice(0, 200) };
}

// 136 is the widest column a client keeps tokens in; the known tokens have 48 (§1.4).
const tokenForm = /^[A-Za-z0-9+/=_-]{1,136}$/;

function readToken(url: URL): string {
  // Base64 holds "+", which form decoding turns into a space when the sender forgot to escape it.
  const token = readParameter(new URLSearchParams(url.search.replaceAll('+', '%2B')), 'token');
  if (token === undefined || !tokenForm.test(token)) throw new ProtocolError('ERR_SSO_ANSWER_TOKEN', {});
  return token;
}

/** Undefined when absent or empty, and, so that no reader picks another one than InstaMed's page does, when the values differ. */
function readParameter(query: URLSearchParams, name: string): string | undefined {
  const wanted = asciiLowerCase(name);
  const [value, ...others] = new Set(
    Array.from(query)
      .filter(([key]) => asciiLowerCase(key) === wanted)
      .map(([, text]) => text),
  );
  return others.length > 0 ? undefined : value || undefined;
}
