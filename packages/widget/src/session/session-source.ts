import type { Credentials } from '../broker/broker-client.ts';
import { isRecord } from '../broker/read-session-view.ts';
import type { Environment } from '../environment.ts';
import { PaymentFailure } from '../failure.ts';

/** What the host's server is asked for: any session, or one for the balance that a partial approval left. */
export interface SessionRequest {
  /** Id of the partially approved session whose balance is to be collected. */
  readonly balanceOf?: string;
}
/** The host's way to get a session from its own server. May ignore the request: the widget then refuses a wrong amount. */
export type FetchSession = (request: SessionRequest) => Promise<Credentials>;

export interface SessionSource {
  readonly sessionUrl: string;
  readonly fetchSession: FetchSession | undefined;
}

export const hasSource = (source: SessionSource): boolean => source.fetchSession !== undefined || source.sessionUrl !== '';

/** Asks the host for a session. Throws `ERR_SESSION_SOURCE_MISSING` or `ERR_SESSION_SOURCE`. */
export async function requestSession(
  source: SessionSource,
  request: SessionRequest,
  environment: Environment,
  signal: AbortSignal,
): Promise<Credentials> {
  if (!hasSource(source)) throw PaymentFailure.of('ERR_SESSION_SOURCE_MISSING');
  try {
    const answer: unknown = await (source.fetchSession
      ? source.fetchSession(request)
      : post(source.sessionUrl, request, environment, signal));
    if (isRecord(answer) && typeof answer['id'] === 'string' && typeof answer['clientSecret'] === 'string') {
      return { id: answer['id'], clientSecret: answer['clientSecret'] };
    }
  } catch (error) {
    signal.throwIfAborted();
    // The host's own error is the host's to see; its text has no place on the page.
    console.error('collect-payment: the host gave no session', error);
  }
  throw PaymentFailure.of('ERR_SESSION_SOURCE');
}

async function post(url: string, request: SessionRequest, environment: Environment, signal: AbortSignal): Promise<unknown> {
  const response = await environment.fetch(url, {
    method: 'POST',
    signal,
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(request),
  });
  if (!response.ok) throw PaymentFailure.of('ERR_SESSION_SOURCE', response.status);
  return response.json();
}
