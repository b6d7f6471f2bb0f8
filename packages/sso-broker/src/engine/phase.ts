/** Where in the polling interval a session polls: a fixed, even spread by its id (FNV-1a), so that sessions do not poll in step. */
export function phaseMsOf(sessionId: string, intervalMs: number): number {
  let hash = 0x811c9dc5;
  for (const character of sessionId) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % intervalMs;
}
