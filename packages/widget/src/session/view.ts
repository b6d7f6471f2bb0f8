import type { PaymentSessionView, Receipt } from '@collect-payment/contract';
import type { SettledView } from './is-settled.ts';
import type { Prompt, State, Step } from './state.ts';

type AtStep<T extends Step['type']> = Extract<Step, { readonly type: T }>;
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
interface Views {
  readonly loading: object;
  readonly idle: OfSession;
  readonly launching: Asking;
  readonly open: Asking & { readonly step: AtStep<'open'> };
  readonly blocked: OfSession & { readonly step: AtStep<'blocked'> };
  readonly elsewhere: OfSession;
  readonly closed: Asking;
  readonly confirming: OfSession;
  readonly unresolved: OfSession;
  readonly expired: OfSession;
  readonly approved: Paid;
  readonly partially_approved: Paid;
  readonly saved: Paid;
  readonly declined: Settled;
  readonly canceled: Settled;
  readonly failed: Settled;
  readonly receipt: Settled & { readonly receipt: Receipt };
  readonly done: Settled;
  readonly 'cannot-start': { readonly step: AtStep<'cannot-start'> };
}
export type ViewName = keyof Views;
export type ViewNamed<N extends ViewName> = { readonly [Name in N]: { readonly name: Name } & Views[Name] }[N];
/** What the element shows; each member carries exactly what its picture needs. */
export type View = ViewNamed<ViewName>;

/**
 * The one view of a state. A settled view has its outcome (`readSessionView` sees to it), a step of a session has its
 * session and `receipt` its receipt (`PaymentActions` sees to those): what the state's type cannot say, `View` does.
 */
export const viewOf = (state: State): View => ({ ...state, name: nameOf(state) }) as View;

function nameOf({ session, step }: State): ViewName {
  if (step.type !== 'rest') return step.type;
  if (!session) return 'loading';
  const { status } = session;
  if (status === 'created') return 'idle';
  return status === 'launching' || status === 'open' ? 'elsewhere' : status;
}
