import type { PaymentHint } from './session-event.ts';

const cutTokenLength = 36;

/** Whether the hint's own token is this one, whole or cut to 36 characters (instamed-protocol.md §1.4). */
export function namesToken({ token: hinted }: PaymentHint, token: string): boolean {
  return hinted === token || (hinted?.length === cutTokenLength && token.startsWith(hinted));
}

/** Without a token every token of the session is meant. */
export const isTokenOf = (hint: PaymentHint, token: string): boolean => hint.token === undefined || namesToken(hint, token);
