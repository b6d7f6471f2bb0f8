import { own } from '../own.ts';

/** What a message says, if it is to be believed at all. A hint to ask the broker, never news about money. */
export type Hint = { readonly how: 'confirm' | 'cancel' | 'closed' } | { readonly how: 'redirected'; readonly url: string };

export interface Trust {
  /** Origin of the launched URL. */
  readonly hosted: string;
  /** Origin of the broker, whose landing page answers for confirmURL and cancelURL. */
  readonly broker: string;
  readonly sessionId: string;
}

const longestMessage = 4096;

/** Reads a message of the hosted screen (instamed-protocol.md §8) or of the broker's landing page. */
export function readHint(data: unknown, origin: string, { hosted, broker, sessionId }: Trust): Hint | undefined {
  if (origin === broker) {
    const { source, type, session, how } = own(data as Fields);
    if (source === 'collect-payment' && type === 'returned' && session === sessionId && (how === 'confirm' || how === 'cancel'))
      return { how };
  }
  if (origin !== hosted || typeof data !== 'string' || data.length > longestMessage) return undefined;
  const { redirectIframeUrl: url, closeInContext, returnURL } = own(parse(data) as Fields);
  if (typeof url === 'string') return URL.parse(url)?.origin === hosted ? { how: 'redirected', url } : undefined;
  // A returnURL would have this page navigate. It stays: that the screen wants to leave is all that is believed.
  return closeInContext || returnURL ? { how: 'closed' } : undefined;
}

type Fields = Partial<Record<string, unknown>>;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
