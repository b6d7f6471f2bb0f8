import type { PaymentSessionView, Receipt } from '@collect-payment/contract';
import type { PaymentFailure } from '../failure.ts';
import { isSettled } from './is-settled.ts';

/** Where the hosted screen is. `redirect` is no place in this page: the page is left. */
export type Place = 'embedded' | 'incontext' | 'popup';

/** What this page is doing; `rest` means that it only shows what the broker says. */
export type Step =
  | { readonly type: 'rest' }
  | { readonly type: 'launching' }
  | { readonly type: 'screen'; readonly place: Place; readonly url: string; readonly tokenExpiresAt: string }
  | { readonly type: 'blocked'; readonly reason: BlockedReason }
  /** The person is done with the hosted screen, or asked to cancel; the broker has not said what came of it. */
  | { readonly type: 'returned' }
  /** The hosted screen is gone, and the broker still waits for it. */
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly failure: PaymentFailure }
  | { readonly type: 'receipt' }
  | { readonly type: 'done' };

export type BlockedReason = 'window' | 'frame';
/** Whether the person is being asked "Cancel this payment?". */
export type Prompt = 'none' | 'cancel';
export type Connection = 'online' | 'reconnecting' | 'offline';

export interface State {
  readonly session: PaymentSessionView | undefined;
  readonly receipt: Receipt | undefined;
  readonly step: Step;
  readonly prompt: Prompt;
  readonly connection: Connection;
}

export const initialState: State = {
  session: undefined,
  receipt: undefined,
  step: { type: 'rest' },
  prompt: 'none',
  connection: 'online',
};

/**
 * Takes in what the broker says. Views come by several ways, repeated and out of order: `sequence` decides.
 * Returns the same state when there is nothing new.
 */
export function receive(state: State, session: PaymentSessionView): State {
  const known = state.session?.id === session.id ? state.session : undefined;
  if (known && session.sequence <= known.sequence) return state;
  const keepsStep = stepOutlives(state.step, session);
  return {
    ...state,
    session,
    receipt: known && state.receipt,
    step: keepsStep ? state.step : { type: 'rest' },
    prompt: keepsStep ? state.prompt : 'none',
  };
}

function stepOutlives(step: Step, session: PaymentSessionView): boolean {
  if (isSettled(session.status)) return step.type === 'receipt' || step.type === 'done';
  switch (session.status) {
    case 'created':
    case 'launching':
    case 'open':
      return true;
    case 'confirming':
    case 'unresolved':
    case 'expired':
      return false;
    default:
      return session.status satisfies never;
  }
}

/** Puts the page at a step; whatever was being asked is asked no more. */
export const atStep = (state: State, step: Step): State => ({ ...state, step, prompt: 'none' });
