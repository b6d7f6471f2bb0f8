/** What a look at a connection found. */
export interface Flow {
  /** Bytes that the peer's side has taken, ever. */
  readonly takenBytes: number;
  readonly waitingBytes: number;
}

/** Since when a peer has taken nothing of what waits for it. */
export interface Stall {
  readonly takenBytes: number;
  readonly sinceMs: number;
}

/** The stall as it is now, undefined where nothing waits. What the peer sends meanwhile is no sign that it reads. */
export function judgeStall(before: Stall | undefined, { takenBytes, waitingBytes }: Flow, nowMs: number): Stall | undefined {
  if (waitingBytes === 0) return undefined;
  return before?.takenBytes === takenBytes ? before : { takenBytes, sinceMs: nowMs };
}
