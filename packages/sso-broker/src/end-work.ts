import type { Clock } from './engine/clock.ts';
import type { Engine } from './engine/engine.ts';
import type { NoticeFollower } from './inbound/notice-follower.ts';
import type { WebhookDispatcher } from './webhooks/webhook-dispatcher.ts';

export interface Work {
  readonly engine: Pick<Engine, 'stop'>;
  readonly notices: Pick<NoticeFollower, 'stop' | 'handOver'>;
  readonly webhooks: Pick<WebhookDispatcher, 'stop'>;
}

/** The longest that work under way is waited for. */
export const drainMs = 20_000;

/**
 * Claims nothing more from here on, and resolves when what is under way is stored, `answered` among it, or after `drainMs`. What is claimed
 * even then is the next broker's: notices are handed over here, effects when the store is closed.
 */
export async function endWork({ engine, notices, webhooks }: Work, answered: Promise<unknown>, clock: Clock): Promise<void> {
  const late = Promise.withResolvers<void>();
  const cancelTimer = clock.setTimer(drainMs, late.resolve);
  const ended = async (): Promise<void> => {
    await Promise.all([webhooks.stop(), notices.stop(), engine.stop(), answered]);
    // Requests and notices may have had it begin something meanwhile.
    await engine.stop();
  };
  await Promise.race([ended(), late.promise]);
  cancelTimer();
  await notices.handOver();
}
