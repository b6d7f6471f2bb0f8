import type { Deferred, Unavailable } from '../engine/gateway.ts';
import type { UpstreamOperation } from '../errors.ts';
import { admit, breaker, closedBreaker, type Breaker } from './breaker.ts';
import type { GatewayLogEntry } from './gateway-log.ts';
import { takeToken, type TokenBucket } from '../limits/token-bucket.ts';

export interface GuardOptions {
  readonly nowMs: () => number;
  readonly log: (entry: GatewayLogEntry) => void;
  /** Token-status polls of this broker, over all tenants. */
  readonly pollsPerSecond: number;
}

/** What a gauge shows of one tenant's calls of one kind. */
export interface BreakerGauge {
  readonly tenantId: string;
  readonly operation: UpstreamOperation;
  readonly state: Breaker['state'];
}

const bucketPauseMs = 5_000;

/**
 * Decides which calls to InstaMed are made. One breaker for each tenant and kind of call: failing polls keep no launch or receipt
 * back, and a tenant whose account is in trouble no other tenant. Polls alone are also bounded in rate.
 */
export class UpstreamGuard {
  readonly #options: GuardOptions;
  readonly #breakers = new Map<string, { readonly tenantId: string; readonly operation: UpstreamOperation; current: Breaker }>();
  #bucket: TokenBucket | undefined;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** Makes the call, or answers until when it is put off. */
  async ask<Answer extends { readonly type: string }>(
    tenantId: string,
    operation: UpstreamOperation,
    call: () => Promise<Answer | Unavailable>,
  ): Promise<Answer | Unavailable | Deferred> {
    const atMs = this.#options.nowMs();
    const held = this.#breakerOf(tenantId, operation);
    const admission = admit(held.current, atMs);
    if (admission.type === 'deferred') return admission;
    if (operation === 'token-status' && !this.#mayPoll(atMs)) return { type: 'deferred', untilMs: atMs + bucketPauseMs };
    held.current = breaker(held.current, { type: 'asked', atMs });
    const { generation } = held.current;
    let failed = true;
    try {
      const answer = await call();
      failed = isFailure(answer);
      return answer;
    } finally {
      this.#note(held, breaker(held.current, { type: failed ? 'failed' : 'answered', generation, atMs: this.#options.nowMs() }));
    }
  }

  /** Every breaker that was ever used. */
  gauges(): readonly BreakerGauge[] {
    return [...this.#breakers.values()].map(({ tenantId, operation, current }) => ({ tenantId, operation, state: current.state }));
  }

  #mayPoll(atMs: number): boolean {
    const { pollsPerSecond } = this.#options;
    const bucket = takeToken(this.#bucket, { perSecond: pollsPerSecond, burst: pollsPerSecond }, atMs);
    this.#bucket = bucket ?? this.#bucket;
    return bucket !== undefined;
  }

  #breakerOf(tenantId: string, operation: UpstreamOperation) {
    const key = `${operation} ${tenantId}`;
    const known = this.#breakers.get(key) ?? { tenantId, operation, current: closedBreaker };
    this.#breakers.set(key, known);
    return known;
  }

  #note(held: { readonly tenantId: string; readonly operation: UpstreamOperation; current: Breaker }, next: Breaker): void {
    const { tenantId, operation, current } = held;
    held.current = next;
    if (next.state === 'open' && current.state !== 'open') {
      const { openings, sinceMs, untilMs } = next;
      this.#options.log({ type: 'upstream_suspended', tenantId, operation, openings, forMs: untilMs - sinceMs });
    }
    if (next.state === 'closed' && current.state !== 'closed') this.#options.log({ type: 'upstream_resumed', tenantId, operation });
  }
}

/**
 * An answer that could not be read is one all the same: InstaMed is there, and others' calls may fare better. What has a code of ours, such as
 * a signer that gave no signature, never reached InstaMed.
 */
function isFailure(answer: { readonly type: string } | Unavailable): boolean {
  if ('code' in answer && answer.code !== undefined) return false;
  return 'reason' in answer && (answer.reason === 'timeout' || answer.reason === 'unreachable' || answer.reason === 'http_status');
}
