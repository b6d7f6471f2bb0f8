/** How often something may be done: `perSecond` on average, `burst` at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket as a value. */
export interface TokenBucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** The bucket after one token was taken from it, or undefined when there is none. One that is not known is full. A clock that was set back adds nothing. */
export function takeToken(bucket: TokenBucket | undefined, rate: Rate, nowMs: number): TokenBucket | undefined {
  const tokens = tokensOf(bucket, rate, nowMs);
  return tokens < 1 ? undefined : { tokens: tokens - 1, atMs: nowMs };
}

/** Milliseconds until there is a token; 0 when there is one. */
export function waitForToken(bucket: TokenBucket | undefined, rate: Rate, nowMs: number): number {
  return Math.max(0, Math.ceil(((1 - tokensOf(bucket, rate, nowMs)) / rate.perSecond) * 1000));
}

function tokensOf(bucket: TokenBucket | undefined, { perSecond, burst }: Rate, nowMs: number): number {
  if (bucket === undefined) return burst;
  return Math.min(burst, bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond);
}
