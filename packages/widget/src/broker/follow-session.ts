import type { PaymentSessionView } from '@collect-payment/contract';
import type { Environment } from '../environment.ts';
import { PaymentFailure } from '../failure.ts';
import type { BrokerClient } from './broker-client.ts';

const pollEveryMs = 10_000;
const streamAttempts = 3;

/**
 * Follows a session until aborted: by the event stream, and where streams do not get through, by reading every 10 s.
 * `lost` says that the broker is out of reach for now. Rejects with the signal's reason, or with a refusal that no
 * retry can mend: the secret is wrong or the session unknown.
 */
export async function followSession(
  client: BrokerClient,
  after: number,
  take: (session: PaymentSessionView) => void,
  lost: () => void,
  environment: Environment,
  signal: AbortSignal,
): Promise<never> {
  let sequence = after;
  for (let failures = 0; ;) {
    try {
      if (failures < streamAttempts) {
        for await (const session of client.events(sequence, signal)) {
          failures = 0;
          sequence = session.sequence;
          take(session);
        }
      } else {
        take(await client.view('', signal));
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PaymentFailure && [401, 403, 404].includes(error.status)) throw error;
      lost();
    }
    failures += 1;
    // Spread, so that a broker that was restarted is not met by every page at once.
    await environment.wait(failures > streamAttempts ? pollEveryMs : (1 + Math.random()) * 2 ** failures * 500, signal);
  }
}
