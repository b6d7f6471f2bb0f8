import type { PaymentSessionView } from '@collect-payment/contract';
import type { Environment } from '../environment.ts';
import { PaymentFailure } from '../failure.ts';
import type { BrokerClient } from './broker-client.ts';

/** Who follows a session: `lost` says that the broker is out of reach for now, `view` that it is not. */
export interface Follower {
  readonly view: (session: PaymentSessionView) => void;
  readonly lost: () => void;
}

const longestWaitMs = 10_000;
const streamAttempts = 3;

/** No retry can mend these: the secret is wrong or the session unknown. */
const isRefusal = (error: unknown): boolean => error instanceof PaymentFailure && [401, 403, 404].includes(error.status);

/**
 * Follows a session until aborted: by the event stream, and where streams do not get through, by reading every 10 s.
 * Rejects with the signal's reason, or with the broker's refusal.
 */
export async function followSession(
  client: BrokerClient,
  after: number,
  follower: Follower,
  environment: Environment,
  signal: AbortSignal,
): Promise<never> {
  let sequence = after;
  let failures = 0;
  const tell = (session: PaymentSessionView): void => {
    sequence = Math.max(sequence, session.sequence);
    follower.view(session);
  };
  for (;;) {
    try {
      if (failures < streamAttempts) {
        for await (const session of client.events(sequence, signal)) {
          failures = 0;
          tell(session);
        }
      } else {
        tell(await client.read(signal));
      }
    } catch (error) {
      signal.throwIfAborted();
      if (isRefusal(error)) throw error;
      follower.lost();
    }
    failures += 1;
    const backoffMs = Math.min(1000 * 2 ** failures, longestWaitMs);
    await environment.wait(failures > streamAttempts ? longestWaitMs : backoffMs * (0.5 + environment.random() / 2), signal);
  }
}
