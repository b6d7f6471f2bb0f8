/**
 * A circuit breaker as a value: `breaker(state, event) → state`. It knows no clock.
 *
 * closed: calls are made. open: none is made until `untilMs`. half_open: one call, the probe, is under way, and decides.
 * An outcome counts only for the generation its call was made in: what was asked before the breaker opened tells nothing of now.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly generation: number; readonly failures: number }
  | { readonly state: 'open'; readonly generation: number; readonly openings: number; readonly sinceMs: number; readonly untilMs: number }
  | { readonly state: 'half_open'; readonly generation: number; readonly openings: number; readonly sinceMs: number };

export type BreakerEvent =
  /** Somebody is about to call; `admit` says whether it is let. */
  | { readonly type: 'asked'; readonly atMs: number }
  | { readonly type: 'answered' | 'failed'; readonly generation: number; readonly atMs: number };

export type Admission = { readonly type: 'admitted' } | { readonly type: 'deferred'; readonly untilMs: number };

/** Failures in a row that open it. */
const failuresToOpen = 5;
/** Doubles with every probe that fails. */
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;
/** Longer than any call takes: a probe that never came back keeps nobody out for ever. */
const probeMs = 30_000;
const probePauseMs = 5_000;

export const closedBreaker: Breaker = { state: 'closed', generation: 0, failures: 0 };

/** Whether a call asked for now is made, and until when it is put off if not. To be followed by the event `asked` if it is. */
export function admit(from: Breaker, atMs: number): Admission {
  if (from.state === 'closed' || isOver(from, atMs)) return { type: 'admitted' };
  return { type: 'deferred', untilMs: from.state === 'open' ? from.untilMs : atMs + probePauseMs };
}

export function breaker(from: Breaker, event: BreakerEvent): Breaker {
  if (event.type === 'asked') {
    if (from.state === 'closed' || !isOver(from, event.atMs)) return from;
    return { state: 'half_open', generation: from.generation + 1, openings: from.openings, sinceMs: event.atMs };
  }
  if (event.generation !== from.generation || from.state === 'open') return from;
  if (event.type === 'answered') {
    if (from.state === 'closed' && from.failures === 0) return from;
    return { state: 'closed', generation: from.state === 'closed' ? from.generation : from.generation + 1, failures: 0 };
  }
  if (from.state === 'half_open') return open(from.generation, from.openings + 1, event.atMs);
  const failures = from.failures + 1;
  return failures < failuresToOpen ? { ...from, failures } : open(from.generation, 1, event.atMs);
}

function open(generation: number, openings: number, atMs: number): Breaker {
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (openings - 1));
  return { state: 'open', generation: generation + 1, openings, sinceMs: atMs, untilMs: atMs + pauseMs };
}

/** A clock that was set back must not prolong the pause. */
function isOver(from: Exclude<Breaker, { state: 'closed' }>, atMs: number): boolean {
  return atMs < from.sinceMs || atMs >= (from.state === 'open' ? from.untilMs : from.sinceMs + probeMs);
}
