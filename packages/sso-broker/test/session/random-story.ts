import type { TokenStatusMeaning } from '@collect-payment/protocol';
import * as fc from 'fast-check';
import type { Effect } from '../../src/session/effect.ts';
import type { PaymentSession } from '../../src/session/session.ts';
import type { SessionEvent } from '../../src/session/session-event.ts';
import { TransitionError } from '../../src/session/transition-error.ts';
import { receiptOf } from './receipts.ts';
import { launched, placeOf, requested, Story } from './story.ts';

const meanings: readonly TokenStatusMeaning[] = ['new', 'finished', 'expired', 'unknown'];
const transactionStatuses = ['C', 'D', 'V', 'CB', '?'];

/**
 * One thing that may happen. `perform` lets the effect that is due first have an answer; `stale` is an answer that
 * nobody waits for any more, about any token; `hint` is a webhook about any token, ours or not; the rest is what pages, callers and crashes do.
 */
export const action = fc.record({
  type: fc.oneof(
    { weight: 6, arbitrary: fc.constant('perform' as const) },
    { weight: 3, arbitrary: fc.constant('stale' as const) },
    { weight: 3, arbitrary: fc.constant('launch' as const) },
    { weight: 2, arbitrary: fc.constant('expire' as const) },
    { weight: 1, arbitrary: fc.constantFrom('cancel' as const, 'repeat' as const, 'hint' as const, 'take' as const) },
  ),
  answer: fc.constantFrom('receipt', 'noReceipt', 'unavailable', 'deferred'),
  launchAnswer: fc.constantFrom('launched', 'refused', 'lost'),
  word: fc.constantFrom(...meanings),
  transactionStatus: fc.constantFrom(...transactionStatuses),
  partial: fc.boolean(),
  which: fc.nat({ max: 9 }),
  pauseMs: fc.nat({ max: 400_000 }),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});
export type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

/** A session with what happened to it so far: the oracle's own memory beside the session's. */
export class RandomStory {
  story = new Story();
  launches = 0;
  /** Every token that a browser got. */
  readonly tokens: string[] = [];
  /** Called for every event that was possible, with the session before and after it. */
  readonly #observe: (before: PaymentSession, after: PaymentSession, event: SessionEvent) => void;

  constructor(observe: (before: PaymentSession, after: PaymentSession, event: SessionEvent) => void) {
    this.#observe = observe;
  }

  act(act: Action): void {
    switch (act.type) {
      case 'perform':
        this.performNext(act);
        break;
      case 'stale':
        this.#answerStale(act);
        break;
      case 'launch':
        this.#launch(act);
        break;
      case 'expire':
        this.#expire();
        break;
      case 'cancel':
        this.#happen({ type: 'cancelRequested', atMs: this.story.atMs + act.pauseMs });
        break;
      case 'take':
        this.#happen({ type: 'pageTaken', atMs: this.story.atMs + act.pauseMs });
        break;
      case 'hint':
        this.#hint(act);
        break;
      case 'repeat':
        this.#happen({ ...launched(`L${this.launches}`, `T${this.launches}`), atMs: this.story.atMs });
        break;
      default:
        act.type satisfies never;
    }
  }

  /** Performs the effect that is due first. False when none is pending. */
  performNext(act: Action): boolean {
    const effect = [...this.story.pending.values()].toSorted((one, other) => one.dueAtMs - other.dueAtMs)[0];
    if (effect === undefined) return false;
    const pending = new Map(this.story.pending);
    pending.delete(placeOf(effect));
    this.story = new Story([this.story.session, []], pending, Math.max(this.story.atMs, effect.dueAtMs));
    this.#happen(this.#answerTo(effect, act));
    return true;
  }

  #launch(act: Action): void {
    const launchId = `L${this.launches + 1}`;
    if (!this.#happen({ ...requested(launchId), atMs: this.story.atMs + act.pauseMs })) return;
    this.launches += 1;
    const atMs = this.story.atMs + 500;
    if (act.launchAnswer === 'launched') this.#happen({ ...launched(launchId, `T${this.launches}`), atMs });
    if (act.launchAnswer === 'refused') this.#happen({ type: 'launchFailed', launchId, atMs });
  }

  /** The open page times out unpaid, the way to another launch and so to a second token. */
  #expire(): void {
    const token = this.tokens.at(-1);
    if (token === undefined) return;
    this.#happen({ type: 'tokenStatusRead', token, word: 'EXPIRED', meaning: 'expired', atMs: this.story.atMs });
    this.#happen({ type: 'noReceiptRead', token, attempt: 0, atMs: this.story.atMs });
  }

  #hint(act: Action): void {
    const token = act.partial ? `T${act.which}` : this.tokens.at(-1);
    const { transactionStatus: statusCode } = act;
    const transactionId = `of-${token}`;
    const hint = { transactionId, originalTransactionId: transactionId, transactionAction: 'Sale', statusCode, ...(token && { token }) };
    this.#happen({ type: 'paymentHinted', hint, atMs: this.story.atMs + act.pauseMs });
  }

  #answerStale(act: Action): void {
    const token = this.tokens[act.which % Math.max(this.tokens.length, 1)];
    if (token === undefined) return;
    const type = act.which % 2 === 0 ? 'pollToken' : 'readReceipt';
    this.#happen(this.#answerTo({ type, token, attempt: act.which, dueAtMs: this.story.atMs }, act));
  }

  #answerTo(effect: Effect, act: Action): SessionEvent {
    const { atMs } = this.story;
    if (!('token' in effect)) return { type: effect.type === 'recoverLaunch' ? 'launchRecoveryDue' : 'lifetimeSpent', atMs };
    const { token, attempt } = effect;
    const deferral = { token, attempt, untilMs: atMs + act.pauseMs, jitter: act.jitter, atMs };
    if (effect.type === 'pollToken') {
      if (act.answer === 'deferred') return { type: 'tokenStatusDeferred', ...deferral };
      if (act.answer === 'unavailable') return { type: 'tokenStatusUnavailable', token, attempt, jitter: act.jitter, atMs };
      return { type: 'tokenStatusRead', token, word: act.word, meaning: act.word, atMs };
    }
    if (act.answer === 'deferred') return { type: 'receiptDeferred', ...deferral };
    if (act.answer === 'noReceipt') return { type: 'noReceiptRead', token, attempt, atMs };
    if (act.answer === 'unavailable') return { type: 'receiptUnavailable', token, attempt, atMs };
    const partial = act.partial ? { partialApprovalCents: 8_000 } : {};
    return { type: 'receiptRead', token, attempt, receipt: receiptOf(act.transactionStatus, `of-${token}`, partial), atMs };
  }

  /** False when the session's status forbids the event. */
  #happen(event: SessionEvent): boolean {
    const before = this.story.session;
    try {
      this.story = this.story.at(event.atMs, event);
    } catch (error) {
      // A token that we launched is never unknown.
      if (error instanceof TransitionError && error.refusal !== 'unknown_token') return false;
      throw error;
    }
    if (event.type === 'launched' && this.story.session !== before) this.tokens.push(event.token);
    this.#observe(before, this.story.session, event);
    return true;
  }
}
