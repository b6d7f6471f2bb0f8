import type { Display } from '@collect-payment/contract';
import type { PaymentSession } from './session.ts';

/** A page that is open now. */
export interface LiveLaunch {
  readonly url: string;
  readonly display: Display;
  readonly tokenExpiresAtMs: number;
  readonly opening: number;
}

/** The launch that can be given again, while its token lives. */
export function liveLaunchOf(session: PaymentSession, atMs: number): LiveLaunch | undefined {
  if (session.status !== 'open' || atMs >= session.current.expiresAtMs) return undefined;
  // Its page is for nobody: a sale is made on its token.
  if (session.sale !== undefined) return undefined;
  const { url, display, current, opening = session.sequence } = session;
  return { url, display, tokenExpiresAtMs: current.expiresAtMs, opening };
}
