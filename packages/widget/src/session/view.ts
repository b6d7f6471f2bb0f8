import type { PaymentSessionView, Receipt } from '@collect-payment/contract';
import type { PaymentFailure } from '../failure.ts';
import { isSettledView, type SettledView } from './is-settled.ts';
import type { BlockedReason, Prompt, State, Step } from './state.ts';

type Screen = Extract<Step, { type: 'screen' }>;

interface OfSession {
  readonly session: PaymentSessionView;
}
interface Asking extends OfSession {
  readonly prompt: Prompt;
}
interface Settled {
  readonly session: SettledView;
}
interface Paid extends Settled {
  readonly receipt: Receipt | undefined;
}
interface Pictures {
  readonly loading: object;
  readonly idle: OfSession;
  readonly launching: Asking;
  readonly open: Asking & { readonly screen: Screen };
  readonly blocked: OfSession & { readonly reason: BlockedReason };
  readonly elsewhere: OfSession;
  readonly closed: Asking;
  readonly confirming: OfSession;
  readonly unresolved: OfSession;
  readonly expired: OfSession;
  readonly approved: Paid;
  readonly partially_approved: Paid;
  readonly declined: Settled;
  readonly canceled: Settled;
  readonly failed: Settled;
  readonly receipt: Settled & { readonly receipt: Receipt };
  readonly done: Settled;
  readonly 'cannot-start': { readonly failure: PaymentFailure };
}
export type ViewName = keyof Pictures;
export type ViewNamed<N extends ViewName> = { readonly [Name in N]: { readonly name: Name } & Pictures[Name] }[N];
/** What the element shows; each member carries exactly what its picture needs. */
export type View = ViewNamed<ViewName>;

export function viewOf(state: State): View {
  const { session, step, prompt } = state;
  if (step.type === 'failed') return { name: 'cannot-start', failure: step.failure };
  if (!session) return { name: 'loading' };
  switch (step.type) {
    case 'rest':
      return statusView(session, state.receipt);
    case 'launching':
      return { name: 'launching', session, prompt };
    case 'screen':
      return { name: 'open', session, screen: step, prompt };
    case 'blocked':
      return { name: 'blocked', session, reason: step.reason };
    case 'returned':
      return { name: 'confirming', session };
    case 'closed':
      return { name: 'closed', session, prompt };
    case 'receipt':
      if (isSettledView(session) && state.receipt) return { name: 'receipt', session, receipt: state.receipt };
      return statusView(session, state.receipt);
    case 'done':
      return isSettledView(session) ? { name: 'done', session } : statusView(session, state.receipt);
    default:
      return step satisfies never;
  }
}

function statusView(session: PaymentSessionView, receipt: Receipt | undefined): View {
  if (isSettledView(session)) {
    const { status } = session;
    return status === 'approved' || status === 'partially_approved' ? { name: status, session, receipt } : { name: status, session };
  }
  const { status } = session;
  if (status === 'launching' || status === 'open') return { name: 'elsewhere', session };
  if (status === 'confirming' || status === 'expired' || status === 'unresolved') return { name: status, session };
  return { name: 'idle', session };
}
