/** What is left of a token where InstaMed cuts it (instamed-protocol.md §1.4). */
const cutTokenLength = 36;
/** No token has a character beyond ~, the one before this. */
const beyondEveryToken = '\u007F';

/** The end of the range of tokens that are meant by one: itself, or all that begin with it when it may have been cut. */
export function lastTokenOf(token: string): string {
  return token.length === cutTokenLength ? `${token}${beyondEveryToken}` : token;
}

/** The token as InstaMed may give it back. */
export function cutToken(token: string): string {
  return token.slice(0, cutTokenLength);
}
