import { takeToken, waitForToken, type Rate, type TokenBucket } from './token-bucket.ts';

/** Bounds what a flood of keys can take of the memory: some 20 MB. */
const mostBuckets = 100_000;

/**
 * A token bucket for each key. They live in two generations: whatever is asked for is among the young; when those are half of the bound, the old
 * are forgotten and the young become the old. So what is forgotten has not been used for longest and is the fullest of all, a forgotten bucket
 * is a full one, and a flood of new keys costs no more than the same number of known ones.
 */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #nowMs: () => number;
  readonly #mostYoung: number;
  #young = new Map<string, TokenBucket>();
  #old: ReadonlyMap<string, TokenBucket> = new Map();

  constructor(rate: Rate, nowMs: () => number, most = mostBuckets) {
    this.#rate = rate;
    this.#nowMs = nowMs;
    this.#mostYoung = Math.ceil(most / 2);
  }

  /** At most; a key that is in both generations counts twice. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Takes a token and answers 0; or takes none, and answers the milliseconds until there is one. */
  take(key: string): number {
    const bucket = this.#find(key);
    const nowMs = this.#nowMs();
    const taken = takeToken(bucket, this.#rate, nowMs);
    // Who is refused is remembered as well, as long as he goes on.
    this.#keep(key, taken ?? bucket);
    return taken === undefined ? waitForToken(bucket, this.#rate, nowMs) : 0;
  }

  /** Milliseconds until there is a token; 0 when there is one. Takes none. */
  waitMs(key: string): number {
    return waitForToken(this.#find(key), this.#rate, this.#nowMs());
  }

  #find(key: string): TokenBucket | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  #keep(key: string, bucket: TokenBucket | undefined): void {
    if (bucket === undefined) return;
    this.#young.set(key, bucket);
    if (this.#young.size < this.#mostYoung) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
