import type { Clock } from '../engine/clock.ts';
import { Poller } from '../engine/poller.ts';
import type { AttemptResult, ClaimedDelivery, EndpointKey, Outbox } from '../storage/outbox.ts';
import { deliveryLeaseMs } from './delivery-lease.ts';
import { judgeAttempt } from './judge-attempt.ts';
import { signMessage } from './sign-message.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';
import type { WebhookLogEntry } from './webhook-log.ts';
import type { SendAnswer, WebhookSender } from './webhook-sender.ts';

export interface DispatcherDependencies {
  readonly outbox: Outbox;
  /** Whether other brokers send from the same outbox. */
  readonly isShared: boolean;
  readonly clock: Clock;
  /** A number in 0..1, for the jitter of retries. */
  readonly random: () => number;
  readonly log: (entry: WebhookLogEntry) => void;
}

/** Attempts under way at one endpoint: a hanging one holds up its own deliveries only. */
export const attemptsInFlight = 4;

/** What attempts under way are given when the broker ends: more than a healthy endpoint takes. */
const graceMs = 2_000;

/** Sends one endpoint its deliveries when they are due. */
export class EndpointDispatcher {
  readonly #dependencies: DispatcherDependencies;
  readonly #endpoint: WebhookEndpoint;
  readonly #key: EndpointKey;
  readonly #sender: Pick<WebhookSender, 'send' | 'close'>;
  readonly #poller: Poller<ClaimedDelivery>;
  /** Ends the wait for each attempt under way. */
  readonly #unanswered = new Set<() => void>();

  constructor(
    dependencies: DispatcherDependencies,
    tenantId: string,
    endpoint: WebhookEndpoint,
    sender: Pick<WebhookSender, 'send' | 'close'>,
  ) {
    this.#dependencies = dependencies;
    this.#endpoint = endpoint;
    this.#key = { tenantId, endpointId: endpoint.id, url: endpoint.url };
    this.#sender = sender;
    const { outbox, isShared, clock, log } = dependencies;
    const work = {
      claim: (limit: number) => {
        const nowMs = clock.nowMs();
        return outbox.claimDue({ endpoint: this.#key, nowMs, limit, leaseMs: deliveryLeaseMs });
      },
      nextDueAtMs: (nowMs: number) => outbox.nextDueAtMs(this.#key, nowMs),
      performLogged: (claimed: ClaimedDelivery) => this.#attempt(claimed),
    };
    this.#poller = new Poller({ isShared, clock, log }, work, attemptsInFlight);
  }

  start(): void {
    this.#poller.start();
  }

  wake(): void {
    this.#poller.wake(this.#dependencies.clock.nowMs());
  }

  /** Claims nothing more. An attempt that hangs is handed over: whoever comes next makes it again, and the host knows it by its id. */
  async stop(): Promise<void> {
    const cancelTimer = this.#dependencies.clock.setTimer(graceMs, () => {
      for (const giveUp of this.#unanswered) giveUp();
    });
    await this.#poller.stop();
    cancelTimer();
    await this.#sender.close();
  }

  async #attempt(claimed: ClaimedDelivery): Promise<void> {
    const { outbox, clock, random, log } = this.#dependencies;
    const { eventId, body, attempts } = claimed.delivery;
    try {
      const answer = await this.#send({ ...signMessage(this.#endpoint.keys, eventId, clock.nowMs(), body) }, body);
      if (answer === undefined) return await outbox.release(claimed);
      const atMs = clock.nowMs();
      const result = judgeAttempt(answer, attempts, atMs, random());
      if (!(await outbox.record(claimed, this.#key.url, atMs, result))) return;
      this.#tell(claimed, result);
      if (result.type === 'retry') this.#poller.wake(result.atMs);
    } catch (error) {
      // The delivery stays stored, and is due again when its lease ends.
      log({ type: 'store_failed', error });
    }
  }

  /** What came back, or undefined when it is no longer waited for. */
  async #send(headers: Readonly<Record<string, string>>, body: string): Promise<SendAnswer | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<SendAnswer | undefined>();
    const giveUp = (): void => resolve(undefined);
    this.#unanswered.add(giveUp);
    this.#sender.send(headers, body).then(resolve, reject);
    try {
      return await promise;
    } finally {
      this.#unanswered.delete(giveUp);
    }
  }

  #tell({ delivery }: ClaimedDelivery, result: AttemptResult): void {
    const { log } = this.#dependencies;
    const { tenantId, endpointId, id: deliveryId, type: event, attempts } = delivery;
    const { responseStatus } = result;
    const about = {
      tenantId,
      endpointId,
      deliveryId,
      event,
      attempt: attempts + 1,
      ...(responseStatus !== undefined && { responseStatus }),
    };
    if (result.type === 'delivered') return log({ type: 'webhook_delivered', ...about });
    const { failure } = result;
    log({ type: result.type === 'retry' ? 'webhook_failed' : 'webhook_given_up', failure, ...about });
    if (result.type === 'gone') log({ type: 'webhook_endpoint_disabled', tenantId, endpointId });
  }
}
