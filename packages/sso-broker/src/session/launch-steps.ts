import { liveLaunchOf } from './live-launch.ts';
import { launchRecoveryMs } from './schedule.ts';
import type { SessionIn, SessionRecord, PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';
import { TransitionError } from './transition-error.ts';
import { allWatches, isDoubtful, isOver, recordOf } from './watches.ts';

/** Stores the intent of a launch: from here on the sign-on may have happened. */
export function requestLaunch(session: PaymentSession, event: EventOf<'launchRequested'>): Step {
  const { launchId, display, sale, renews, atMs } = event;
  switch (session.status) {
    case 'created':
    case 'expired': {
      // Whoever was told that it is finally unpaid may have asked for the money elsewhere.
      const over = session.status === 'expired' ? isOver(session) : atMs >= session.terms.expiresAtMs;
      if (over) throw refused('session_expired');
      const resume =
        session.status === 'created'
          ? ({ status: 'created' } as const)
          : ({ status: 'expired', expiredAtMs: session.expiredAtMs } as const);
      return intend(recordOf(session), resume);
    }
    case 'open': {
      if (session.current.token !== renews || session.sale !== undefined) throw refused('open');
      // For the session the page is over, as at its end. Its token lives on and may be paid on elsewhere: it goes on being polled.
      return intend({ ...recordOf(session), watches: allWatches(session) }, { status: 'expired', expiredAtMs: atMs });
    }
    case 'launching':
    case 'confirming':
    case 'unresolved':
      throw refused(session.status);
    case 'approved':
    case 'partially_approved':
    case 'saved':
    case 'declined':
    case 'canceled':
    case 'failed':
      throw refused('settled');
    default:
      return session satisfies never;
  }

  function intend({ sale: _earlier, ...record }: SessionRecord, resume: SessionIn<'launching'>['resume']): Step {
    const recoverAtMs = atMs + launchRecoveryMs;
    return [
      {
        ...record,
        ...(sale !== undefined && { sale }),
        status: 'launching',
        launch: { launchId, display, requestedAtMs: atMs, recoverAtMs },
        resume,
      },
      [{ type: 'recoverLaunch', dueAtMs: recoverAtMs }],
    ];
  }

  function refused(refusal: TransitionError['refusal']): TransitionError {
    return new TransitionError(refusal, event.type, session.status);
  }
}

/** The page may open. An answer whose launch was given up is dropped: no browser gets its token, so it cannot be paid on. */
export function openPage(session: PaymentSession, { launchId, token, url, phaseMs, atMs }: EventOf<'launched'>): Step {
  if (session.status !== 'launching' || session.launch.launchId !== launchId) return unchanged(session);
  const expiresAtMs = atMs + session.terms.polling.windowMs;
  const record = recordOf(session);
  return [
    {
      ...record,
      watches: record.watches.filter((watch) => watch.token !== token),
      status: 'open',
      current: { stage: 'polling', token, launchedAtMs: atMs, expiresAtMs },
      url,
      display: session.launch.display,
      opening: session.sequence + 1,
    },
    [{ type: 'pollToken', token, dueAtMs: Math.min(atMs + phaseMs, expiresAtMs), attempt: 0 }],
  ];
}

/** The open page changes hands: whoever had it sees by the later `opening` that it is to give way. Over or gone, it is nobody's to take. */
export function takePage(session: PaymentSession, { atMs }: EventOf<'pageTaken'>): Step {
  if (session.status !== 'open' || liveLaunchOf(session, atMs) === undefined) return unchanged(session);
  return [{ ...session, opening: session.sequence + 1 }, []];
}

/** InstaMed refused, or gave no answer: the session is as it was. */
export function giveUpLaunch(session: PaymentSession, event: EventOf<'launchFailed'>): Step {
  if (session.status !== 'launching' || session.launch.launchId !== event.launchId) return unchanged(session);
  return resumed(session, event.atMs);
}

/** The launch's caller died: whatever token InstaMed gave, no browser got it. Before its time (a clock was set back) it stays due. */
export function recoverLaunch(session: PaymentSession, { atMs }: EventOf<'launchRecoveryDue'>): Step {
  if (session.status !== 'launching') return unchanged(session);
  const { recoverAtMs } = session.launch;
  if (atMs < recoverAtMs) return [session, [{ type: 'recoverLaunch', dueAtMs: recoverAtMs }]];
  const lost = { code: 'launch_lost', launchId: session.launch.launchId, atMs } as const;
  return resumed({ ...session, notes: [...session.notes, lost] }, atMs);
}

/** Nobody launched the session in its time. Before it (a clock was set back) the end stays due. */
export function expireUnlaunched(session: PaymentSession, { atMs }: EventOf<'lifetimeSpent'>): Step {
  if (session.status !== 'created') return unchanged(session);
  const { expiresAtMs } = session.terms;
  if (atMs < expiresAtMs) return [session, [{ type: 'expireSession', dueAtMs: expiresAtMs }]];
  return [{ ...recordOf(session), status: 'expired', expiredAtMs: atMs }, []];
}

function resumed(session: SessionIn<'launching'>, atMs: number): Step {
  const record = recordOf(session);
  if (session.resume.status === 'created') {
    return [{ ...record, status: 'created' }, [{ type: 'expireSession', dueAtMs: session.terms.expiresAtMs }]];
  }
  // An earlier token can have turned doubtful while the launch was under way.
  const doubtful = record.watches.some((watch) => isDoubtful(watch));
  return [doubtful ? { ...record, status: 'unresolved', unresolvedAtMs: atMs } : { ...record, ...session.resume }, []];
}
