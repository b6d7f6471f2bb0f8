/** The Idempotency-Key of a write, and whose it is. Within its scope a key with another fingerprint is another request. */
export interface RequestKey {
  readonly tenantId: string;
  /** Caller and route. */
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
  /** The session that the request is about: the key goes when the session does. */
  readonly sessionId?: string;
}

export type BeginOutcome =
  /** Ours to perform, until the lease ends. `epoch` proves it. */
  | { readonly type: 'begun'; readonly epoch: number }
  /** Somebody else performs it. */
  | { readonly type: 'in_flight'; readonly fingerprint: string }
  | { readonly type: 'answered'; readonly fingerprint: string; readonly answer: string };

/**
 * The keys of all writes but creations, whose keys are stored with their sessions (`Store.create`). Rows carry `created_at_ms` and an
 * index on it, so that old ones can be purged.
 */
export interface RequestKeys {
  /** Takes the key for the request. One whose performer died is taken over when its lease has ended, by the same request only. */
  begin(key: RequestKey, nowMs: number, leaseMs: number): Promise<BeginOutcome>;
  /** Keeps the answer, or without one leaves the key to the next try. Passed over when somebody else has taken the key meanwhile. */
  end(key: RequestKey, epoch: number, answer: string | undefined): Promise<void>;
}
