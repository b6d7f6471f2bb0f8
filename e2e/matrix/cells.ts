/** The moments of a payment at which something happens to the page, and what happens to it: fault matrix B of docs/browser-faults.md. */
export const moments = {
  W1: 'the script is loading',
  W2: 'the session is being made',
  W3: 'the payment page is being opened',
  W4: 'the person is on InstaMed’s page',
  W5: 'the person is coming back',
  W6: 'the outcome is awaited',
  W7: 'the outcome is shown',
  W8: 'a reader is capturing the card',
} as const;
export type Moment = keyof typeof moments;

export const happenings = {
  closed: 'the tab is closed',
  reloaded: 'the page is reloaded',
  back: 'the person goes on and comes back',
  offline: 'the connection is lost for two minutes',
  removed: 'the host takes the element out, then leaves the page',
  blocked: 'the browser blocks the window',
  windowClosed: 'the person closes the window',
  noCookies: 'the browser keeps no cookies',
  hostile: 'hostile messages arrive',
  second: 'a second tab has the same payment',
  unplugged: 'the reader is pulled out',
} as const;
export type Happening = keyof typeof happenings;

const noWindow = 'no window is asked for before there is a session to launch';
const byReader = 'the host’s own sale by a reader opens no window';

/** The cells that cannot be, and why. That the reason holds is what their tests prove. */
const impossible: Partial<Record<Moment, Partial<Record<Happening, string>>>> = {
  W1: { blocked: noWindow, windowClosed: noWindow },
  W2: { blocked: noWindow, windowClosed: noWindow },
  W8: { blocked: byReader, windowClosed: byReader },
};

export interface Cell {
  readonly moment: Moment;
  readonly happening: Happening;
  /** Why it cannot be. */
  readonly impossible: string | undefined;
}

const keysOf = <Key extends string>(table: Readonly<Record<Key, string>>): readonly Key[] => Object.keys(table) as Key[];

export const allHappenings = keysOf(happenings);
export const allMoments = keysOf(moments);

/** Every cell, row by row. */
export const cells: readonly Cell[] = allMoments.flatMap((moment) =>
  allHappenings.map((happening) => ({ moment, happening, impossible: impossible[moment]?.[happening] })),
);
