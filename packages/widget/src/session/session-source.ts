import type { Credentials } from '../broker/broker-client.ts';
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

/** Asks the host for a session. Throws `ERR_SESSION_SOURCE`. */
export async function requestSession(
  source: SessionSource,
  request: SessionRequest,
  environment: Pick<Environment, 'fetch'>,
  signal: AbortSignal,
): Promise<Credentials> {
  try {
    const answer: unknown = await (source.fetchSession?.(request) ??
      (source.sessionUrl &&
        environment
          .fetch(source.sessionUrl, {
            method: 'POST',
            signal,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(request),
          })
          .then((response) => response.json())));
    const { id, clientSecret } = answer as Partial<Credentials>;
    if (id && clientSecret) return { id, clientSecret };
  } catch (error) {
    // The host's own error is the host's to see; its text has no place on the page.
    if (!signal.aborted) console.error(error);
  }
  throw new PaymentFailure('ERR_SESSION_SOURCE');
}
