/** What is measured, once a second. */
export interface Pressure {
  /** How late the event loop is, on average of the second. */
  readonly eventLoopDelayMs: number;
  /** How long the store takes to say that it is there; while it says nothing, how long that has been. */
  readonly storeMs: number;
  /** Requests that have not been answered, without event streams. */
  readonly requestsUnderWay: number;
}

/** Pressure from which new sessions are refused; event streams, from twice that. */
export type PressureLimits = Pressure;

/** In the order in which they are given up. Everything else, above all what ends a payment that has begun, is never given up. */
export const sheddable = ['new_sessions', 'event_streams'] as const;
export type Sheddable = (typeof sheddable)[number];

/** How much of `sheddable` is given up, from its front, and for how many seconds in a row the pressure has asked for a change. */
export interface Load {
  readonly steps: number;
  readonly rising: number;
  readonly calm: number;
}

export const noLoad: Load = { steps: 0, rising: 0, calm: 0 };

/** A moment's peak gives nothing up. */
const secondsToRise = 3;
/** Longer than the way up, and only well below the limit: what comes back with the refused must not turn it around at once. */
const secondsToFall = 10;
const calmShare = 0.7;

/** The load after one more second's pressure. At most one step at a time. */
export function judgeLoad({ steps, rising, calm }: Load, pressure: Pressure, limits: PressureLimits): Load {
  const share = shareOf(pressure, limits);
  if (steps < sheddable.length && share >= steps + 1) {
    return rising + 1 < secondsToRise ? { steps, rising: rising + 1, calm: 0 } : { ...noLoad, steps: steps + 1 };
  }
  if (steps > 0 && share < steps * calmShare) {
    return calm + 1 < secondsToFall ? { steps, rising: 0, calm: calm + 1 } : { ...noLoad, steps: steps - 1 };
  }
  return { ...noLoad, steps };
}

export function sheds({ steps }: Load, what: Sheddable): boolean {
  return sheddable.indexOf(what) < steps;
}

/** The worst of the three counts: a store that hangs is not made up for by an idle processor. */
function shareOf(pressure: Pressure, limits: PressureLimits): number {
  return Math.max(
    pressure.eventLoopDelayMs / limits.eventLoopDelayMs,
    pressure.storeMs / limits.storeMs,
    pressure.requestsUnderWay / limits.requestsUnderWay,
  );
}
