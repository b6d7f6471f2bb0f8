/** Calls back once, after so many milliseconds, unless the answer was called before. Tests have their own. */
export type StartTimer = (afterMs: number, callBack: () => void) => () => void;

export const browserTimer: StartTimer = (afterMs, callBack) => {
  const timer = setTimeout(callBack, afterMs);
  return () => clearTimeout(timer);
};
