import type { InstaMedReceipt, TokenStatusMeaning } from '@collect-payment/protocol';
import type { Effect } from '../../src/session/effect.ts';
import type { PaymentSession } from '../../src/session/session.ts';
import type { SessionEvent } from '../../src/session/session-event.ts';
import type { Step } from '../../src/session/step.ts';
import { createSession, transition } from '../../src/session/transition.ts';
import { terms } from './terms.ts';

type Timeless = SessionEvent extends infer Event ? (Event extends SessionEvent ? Omit<Event, 'atMs'> : never) : never;

/** A session led through events, with its pending effects kept as a store keeps them. Immutable. */
export class Story {
  readonly session: PaymentSession;
  readonly pending: ReadonlyMap<string, Effect>;
  readonly atMs: number;

  constructor([session, effects]: Step = createSession(terms), before: ReadonlyMap<string, Effect> = new Map(), atMs = 0) {
    this.session = session;
    this.pending = new Map([...before, ...effects.map((effect) => [placeOf(effect), effect] as const)]);
    this.atMs = atMs;
  }

  /** What happens `afterMs` later. */
  next(event: Timeless, afterMs = 1_000): Story {
    return this.at(this.atMs + afterMs, event);
  }

  at(atMs: number, event: Timeless): Story {
    return new Story(transition(this.session, { ...event, atMs }), this.pending, atMs);
  }

  /** The pending effect of a token, of a void or refund, or of the session itself. */
  due(token = ''): Effect | undefined {
    return this.pending.get(token);
  }

  launch(launchId: string, token: string): Story {
    return this.next(requested(launchId)).next(launched(launchId, token));
  }
}

export function placeOf(effect: Effect): string {
  if ('reversalId' in effect) return effect.reversalId;
  return 'token' in effect ? effect.token : '';
}

export const requested = (launchId = 'L1') => ({ type: 'launchRequested', launchId, display: 'popup' }) as const;
export const launched = (launchId = 'L1', token = 'T1') =>
  ({ type: 'launched', launchId, token, url: `https://online.instamed.com/?token=${token}`, phaseMs: 4_000 }) as const;
export const word = (meaning: TokenStatusMeaning, token = 'T1', text: string = meaning) =>
  ({ type: 'tokenStatusRead', token, word: text, meaning }) as const;
export const noStatus = (token = 'T1', attempt = 0, jitter = 0.5) => ({ type: 'tokenStatusUnavailable', token, attempt, jitter }) as const;
export const found = (receipt: InstaMedReceipt, token = 'T1', attempt = 0) => ({ type: 'receiptRead', token, attempt, receipt }) as const;
export const noReceipt = (token = 'T1', attempt = 0) => ({ type: 'noReceiptRead', token, attempt }) as const;
export const noAnswer = (token = 'T1', attempt = 0) => ({ type: 'receiptUnavailable', token, attempt }) as const;
export const cancelRequested = { type: 'cancelRequested' } as const;

/** A session whose page is open, launched at 2 s; its token T1 ends at 902 s. */
export const open = new Story().launch('L1', 'T1');
/** Its token's status word said finished. */
export const confirming = open.next(word('finished'));
/** Its token ended, and the first look-up found no receipt. */
export const expired = open.at(900_000, word('expired')).next(noReceipt());
