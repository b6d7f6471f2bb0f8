import { isRecord } from '../broker/read-session-view.ts';

/** What a message says, if it is to be believed at all. A hint to ask the broker, never news about money. */
export type Hint =
  | { readonly type: 'returned'; readonly how: 'confirm' | 'cancel' | 'closed' }
  | { readonly type: 'redirected'; readonly url: string };

export interface Trust {
  /** Origin of the launched URL. */
  readonly hosted: string;
  /** Origin of the broker, whose landing page answers for confirmURL and cancelURL. */
  readonly broker: string;
  readonly sessionId: string;
}

const longestMessage = 4096;

/** Reads a message of the hosted screen (instamed-protocol.md §8) or of the broker's landing page. */
export function readHint(data: unknown, origin: string, trust: Trust): Hint | undefined {
  // Both roles may share an origin in a test set-up, so the shape decides which it is.
  if (origin === trust.broker && isRecord(data)) return landingHint(data, trust.sessionId);
  if (origin === trust.hosted && typeof data === 'string' && data.length <= longestMessage) return hostedHint(data, trust.hosted);
  return undefined;
}

function landingHint(data: Record<string, unknown>, sessionId: string): Hint | undefined {
  const { source, type, session, how } = data;
  if (source !== 'collect-payment' || type !== 'returned' || session !== sessionId) return undefined;
  return how === 'confirm' || how === 'cancel' ? { type: 'returned', how } : undefined;
}

function hostedHint(text: string, hosted: string): Hint | undefined {
  const message = parse(text);
  if (!message) return undefined;
  const url = message['redirectIframeUrl'];
  if (url !== undefined) return isOf(hosted, url) ? { type: 'redirected', url } : undefined;
  // A returnURL would have this page navigate. It stays: that the screen wants to leave is all that is believed.
  if (message['closeInContext'] || message['returnURL'] !== undefined) return { type: 'returned', how: 'closed' };
  return undefined;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isOf = (origin: string, url: unknown): url is string => typeof url === 'string' && URL.parse(url)?.origin === origin;
