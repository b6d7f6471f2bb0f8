/** A token bucket as a value: `perSecond` tokens flow in, and one second's worth is kept. */
export interface TokenBucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** The bucket after one token was taken from it, or undefined when there is none. A clock that was set back adds nothing. */
export function takeToken({ tokens, atMs }: TokenBucket, perSecond: number, nowMs: number): TokenBucket | undefined {
  const filled = Math.min(perSecond, tokens + (Math.max(0, nowMs - atMs) / 1000) * perSecond);
  return filled < 1 ? undefined : { tokens: filled - 1, atMs: nowMs };
}
