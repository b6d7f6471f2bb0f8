import type { Claim, ClaimedEffect, Commit } from '@collect-payment/sso-broker/core';
import { tokenOf } from '../broker/effect-table.ts';

interface Grant {
  readonly owner: string;
  readonly epoch: number;
  untilMs: number;
}

/**
 * Keeps account of who holds which work, beside the store: one poller for each token, a lease that runs is nobody else's, and whoever
 * was overtaken writes nothing.
 */
export class ClaimWatch {
  /** How often work was taken over from another broker. */
  takeovers = 0;
  readonly #nowMs: () => number;
  readonly #break: (rule: string, what: string) => void;
  readonly #tokenOfReversal: (sessionId: string, reversalId: string) => string | undefined;
  readonly #grants = new Map<number, Grant>();
  /** The work that stands at a place; a decision that puts other work there takes it from whoever holds it. */
  readonly #placed = new Map<string, number>();
  /** How often each token may still be asked about. */
  readonly #asks = new Map<string, number>();
  readonly #tokenOfBody = new Map<string, string>();

  constructor(
    nowMs: () => number,
    breakRule: (rule: string, what: string) => void,
    tokenOfReversal: (sessionId: string, reversalId: string) => string | undefined,
  ) {
    this.#nowMs = nowMs;
    this.#tokenOfReversal = tokenOfReversal;
    this.#break = breakRule;
  }

  granted(owner: string, claims: readonly ClaimedEffect[], leaseMs: number): void {
    for (const claim of claims) {
      const { effectId, epoch, sessionId } = claim;
      const before = this.#grants.get(effectId);
      if (before !== undefined && epoch <= before.epoch)
        this.#break('fencing', `effect ${effectId} was claimed at epoch ${epoch} after ${before.epoch}`);
      if (before !== undefined && before.owner !== owner && this.#nowMs() < before.untilMs)
        this.#break('one poller', `${owner} took effect ${effectId} while ${before.owner} held it`);
      if (before !== undefined && before.untilMs > 0 && before.owner !== owner) this.takeovers += 1;
      this.#grants.set(effectId, { owner, epoch, untilMs: this.#nowMs() + leaseMs });
      this.#placed.set(`${sessionId} ${tokenOf(claim.effect)}`, effectId);
      const token = this.#askedAbout(claim);
      if (token !== undefined) this.#mayAsk(token);
    }
  }

  #mayAsk(token: string): void {
    this.#asks.set(token, (this.#asks.get(token) ?? 0) + 1);
  }

  /** What has been replaced or handed over cannot be renewed. */
  renewed(claims: readonly Claim[], leaseMs: number): void {
    for (const { effectId, epoch } of claims) {
      const grant = this.#grants.get(effectId);
      if (grant?.epoch === epoch && grant.untilMs > 0) grant.untilMs = this.#nowMs() + leaseMs;
    }
  }

  /** The owner has ended: in order, or as the only process of an embedded store. */
  handedOver(owner: string): void {
    for (const grant of this.#grants.values()) if (grant.owner === owner) grant.untilMs = 0;
  }

  committed({ from, to, performed, effects }: Commit): void {
    // Whoever sells may ask once what InstaMed says of the token, when its answer is an error.
    if (to.status === 'confirming' && to.sale?.page !== undefined && from.sale?.page === undefined) this.#mayAsk(to.current.token);
    if (performed !== undefined && this.#grants.get(performed.effectId)?.epoch !== performed.epoch)
      this.#break('fencing', `effect ${performed.effectId} was performed at epoch ${performed.epoch}, which was overtaken`);
    for (const effect of effects) {
      const placed = this.#placed.get(`${to.terms.id} ${tokenOf(effect)}`);
      const grant = placed === undefined ? undefined : this.#grants.get(placed);
      if (grant !== undefined) grant.untilMs = 0;
    }
  }

  /** The token that InstaMed will be asked about under this claim. */
  #askedAbout({ sessionId, effect }: ClaimedEffect): string | undefined {
    if ('token' in effect) return effect.token;
    return effect.type === 'lookUpReversal' ? this.#tokenOfReversal(sessionId, effect.reversalId) : undefined;
  }

  /** InstaMed is asked about a token: once for each claim and each sale, so that there is no more than one question too many for each takeover. */
  asked(body: string): void {
    const token = this.#tokenIn(body);
    if (token === undefined) return;
    const left = (this.#asks.get(token) ?? 0) - 1;
    if (left < 0) this.#break('one poller', `InstaMed was asked about ${token.slice(0, 12)} without a claim`);
    this.#asks.set(token, left);
  }

  /** A token is asked about in few words, and in the same ones every time. */
  #tokenIn(body: string): string | undefined {
    const known =
      this.#tokenOfBody.get(body) ??
      [...this.#asks.keys()].find((token) => body.includes(encodeURIComponent(token)) || body.includes(token));
    if (known !== undefined) this.#tokenOfBody.set(body, known);
    return known;
  }
}
