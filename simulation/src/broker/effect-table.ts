import type { Claim, ClaimedEffect, ClaimRequest, Effect, Lease } from '@collect-payment/sso-broker/core';

/** Stored work, by the rules of one of the broker's two engines. */
export interface EffectTable {
  put(sessionId: string, effects: readonly Effect[]): void;
  /** False when the claim is no longer held. */
  strikeOff(claim: Claim): boolean;
  claimDue(request: ClaimRequest): readonly ClaimedEffect[];
  renew(claims: readonly Claim[], lease: Lease): void;
  nextDueAtMs(nowMs: number): number | undefined;
  bringForward(sessionId: string, nowMs: number): void;
}

/** One effect for each token of a session, one for each void or refund, and one for the session itself. */
export function placeOf(sessionId: string, effect: Effect): string {
  return `${sessionId} ${tokenOf(effect)}`;
}

export function tokenOf(effect: Effect): string {
  if ('reversalId' in effect) return effect.reversalId;
  return 'token' in effect ? effect.token : '';
}
