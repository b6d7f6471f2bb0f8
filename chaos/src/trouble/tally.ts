/** How often what went wrong. */
export interface TroubleTally {
  kills: number;
  stops: number;
  drains: number;
  cuts: number;
  toxics: number;
  databaseCrashes: number;
  diskFills: number;
  skewedClocks: number;
  faults: number;
  moods: number;
  /** When the work of a broker may have passed to another. */
  readonly takeoversAtMs: number[];
}

export function emptyTally(): TroubleTally {
  const none = {
    kills: 0,
    stops: 0,
    drains: 0,
    cuts: 0,
    toxics: 0,
    databaseCrashes: 0,
    diskFills: 0,
    skewedClocks: 0,
    faults: 0,
    moods: 0,
  };
  return { ...none, takeoversAtMs: [] };
}
