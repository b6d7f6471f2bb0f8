import type { Random } from '@collect-payment/simulation/random';

/** What a network does to those who trust it. */
export type Toxic =
  | { readonly type: 'none' }
  /** Every piece is held back. */
  | { readonly type: 'latency'; readonly ms: number }
  /** New connections are reset. */
  | { readonly type: 'refuse' }
  /** Whoever sends is never heard, and never told. */
  | { readonly type: 'black-hole' }
  /** A few bytes at a time. */
  | { readonly type: 'drip'; readonly bytes: number; readonly everyMs: number }
  /** The connection ends in the middle of what is being sent. */
  | { readonly type: 'cut'; readonly share: number };

export const harmless: Toxic = { type: 'none' };

export function drawToxic(random: Random): Toxic {
  switch (random.pick(['latency', 'refuse', 'black-hole', 'drip', 'cut'])) {
    case 'latency':
      return { type: 'latency', ms: random.spread(20, 800) };
    case 'refuse':
      return { type: 'refuse' };
    case 'black-hole':
      return { type: 'black-hole' };
    case 'drip':
      return { type: 'drip', bytes: random.spread(8, 256), everyMs: random.between(5, 40) };
    default:
      return { type: 'cut', share: random.fraction() };
  }
}
