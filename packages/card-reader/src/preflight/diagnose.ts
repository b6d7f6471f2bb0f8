/** What a page is told about a browser interface before anything is asked of it. */
export interface Surroundings {
  readonly secure: boolean;
  /** Which of the two this browser has. */
  readonly has: { readonly hid: boolean; readonly usb: boolean };
  /** Whether the document's policy allows each; undefined where the browser does not tell. */
  readonly allows: { readonly hid: boolean | undefined; readonly usb: boolean | undefined };
  /** `'page'`: no frame. Else whether the page around allows each itself; undefined when it is of another origin. */
  readonly around: 'page' | { readonly hid: boolean | undefined; readonly usb: boolean | undefined };
  readonly origin: string;
}

/** Why readers cannot be seen. Payment goes on in every case: the hosted page has its own ways to a card. */
export type Trouble =
  | { readonly type: 'insecure' | 'unsupported'; readonly text: string }
  /** `lines` are what is missing, to be pasted as they are. */
  | { readonly type: 'policy'; readonly text: string; readonly lines: readonly string[] };

/** Decides what stands in the way, or undefined. Says which line is missing, and where. */
export function diagnose({ secure, has, allows, around, origin }: Surroundings): Trouble | undefined {
  if (!secure) return { type: 'insecure', text: 'Card readers can be seen from https pages only. Payment goes on without.' };
  const apis = (['usb', 'hid'] as const).filter((api) => has[api]);
  if (apis.length === 0) return { type: 'unsupported', text: 'This browser cannot see card readers. Payment goes on without.' };
  const forbidden = apis.filter((api) => allows[api] === false);
  if (forbidden.length === 0) return undefined;
  const text = `This page may not see card readers: its Permissions-Policy forbids ${forbidden.join(' and ')}. Payment goes on without.`;
  const attribute = `allow="${forbidden.join('; ')}"`;
  const header = (from: string) => `Permissions-Policy: ${forbidden.map((api) => `${api}=(${from})`).join(', ')}`;
  if (around === 'page') return { type: 'policy', text, lines: [header('self')] };
  const allowedAround = forbidden.map((api) => around[api]);
  // The page around allows it and does not pass it on, forbids it itself, or cannot be looked at from here.
  if (allowedAround.every((allowed) => allowed === true)) return { type: 'policy', text, lines: [attribute] };
  return { type: 'policy', text, lines: [attribute, header(`self "${origin}"`)] };
}
