import type { PaymentSessionView, Receipt } from '@collect-payment/contract';
import type { PaymentFailure } from '../failure.ts';
import { isSettled } from './is-settled.ts';

/** Where the hosted screen is. `redirect` is no place in this page: the page is left. */
export type Place = 'embedded' | 'incontext' | 'popup';

/** What this page is doing, named as its view; `rest` means that it only shows what the broker says. */
export type Step =
  | { readonly type: 'rest' }
  | { readonly type: 'launching' }
  | { readonly type: 'open'; readonly place: Place; readonly url: string; readonly tokenExpiresAt: string; readonly opening: number }
  | { readonly type: 'blocked'; readonly reason: 'windowBlocked' | 'frameBlocked' }
  /** The person is done with the hosted screen, or asked to cancel; the broker has not said what came of it. */
  | { readonly type: 'confirming' }
  /** The hosted screen has gone to another window, or another device. */
  | { readonly type: 'elsewhere' }
  /** The hosted screen is gone, and the broker still waits for it. */
  | { readonly type: 'closed' }
  | { readonly type: 'cannot-start'; readonly failure: PaymentFailure }
  | { readonly type: 'receipt' }
  | { readonly type: 'done' };

/** Whether the person is being asked "Cancel this payment?". */
export type Prompt = 'none' | 'cancel';

export interface State {
  readonly session: PaymentSessionView | undefined;
  readonly receipt: Receipt | undefined;
  readonly step: Step;
  readonly prompt: Prompt;
  readonly connection: 'online' | 'offline';
}

export const initialState: State = {
  session: undefined,
  receipt: undefined,
  step: { type: 'rest' },
  prompt: 'none',
  connection: 'online',
};

/** Puts the page at a step; whatever was being asked is asked no more. A hosted screen that somebody has taken over is shown no longer. */
export const atStep = (state: State, step: Step): State => ({
  ...state,
  step: isTaken(step, state.session) ? { type: 'elsewhere' } : step,
  prompt: 'none',
});

/** Whether the broker has given the hosted screen to somebody else since. */
const isTaken = (step: Step, session: PaymentSessionView | undefined): boolean =>
  step.type === 'open' && (session?.opening ?? 0) > step.opening;

/**
 * Takes in what the broker says. Views come by several ways, repeated and out of order: `sequence` decides.
 * Returns the same state when there is nothing new.
 */
export function receive(state: State, session: PaymentSessionView): State {
  const same = state.session?.id === session.id;
  if (same && session.sequence <= (state.session?.sequence ?? 0)) return state;
  const next = { ...state, session, receipt: same ? state.receipt : undefined };
  const outlived = outlives(state.step, session);
  return outlived && !isTaken(state.step, session) ? next : atStep(next, outlived ? state.step : { type: 'rest' });
}

const outlives = ({ type }: Step, { status }: PaymentSessionView): boolean =>
  isSettled(status) ? type === 'receipt' || type === 'done' : status !== 'confirming' && status !== 'unresolved' && status !== 'expired';
