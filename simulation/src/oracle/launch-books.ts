import { decodeNvp, decodeSsoParameters } from '@collect-payment/protocol';
import type { Commit } from '@collect-payment/sso-broker/core';
import { sessionIdField } from '../configuration.ts';
import type { Trace } from '../trace.ts';

/**
 * Sign-ons: I11, each is sent at most once for each intent that is on the disk, and none without. An intent may be given up by another broker, whose
 * clock is ahead, between its storing and its sending: then nobody gets the page.
 */
export class LaunchBooks {
  readonly #break: (rule: string, what: string) => void;
  readonly #trace: Trace;
  /** By session: how many may still be sent. */
  readonly #intents = new Map<string, number>();

  constructor(breakRule: (rule: string, what: string) => void, trace: Trace) {
    this.#break = breakRule;
    this.#trace = trace;
  }

  committed({ from, to }: Commit): void {
    if (to.status !== 'launching') return;
    if (from.status === 'launching' && from.launch.launchId === to.launch.launchId) return;
    this.#intents.set(to.terms.id, (this.#intents.get(to.terms.id) ?? 0) + 1);
  }

  /** A sign-on leaves the broker. */
  posted(body: string): void {
    const sessionId = decodeSsoParameters(decodeNvp(body)).additionalInfo?.[sessionIdField] ?? '';
    this.#trace.add('broker', () => `signs on for ${sessionId}`);
    const left = (this.#intents.get(sessionId) ?? 0) - 1;
    if (left < 0) this.#break('I11 never blindly', `a sign-on was sent for ${sessionId} that nobody had stored, or twice`);
    this.#intents.set(sessionId, left);
  }
}
