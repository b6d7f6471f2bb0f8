import { acsPath, readSsoAnswer } from '@collect-payment/protocol';
import type { Sender, Unavailable, UpstreamAnswer, UpstreamRequest } from '@collect-payment/sso-broker/core';
import type { EventQueue } from '../event-queue.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { InstaMed } from './instamed.ts';

type Answer = UpstreamAnswer | Unavailable;

/** No connection was made: nothing was sent. */
const refused: Unavailable = { type: 'unavailable', reason: 'unreachable', notSent: true };

/** The broker's own limit on a call (configuration: upstream.answerTimeoutMs). */
const timeoutMs = 15_000;
const hourMs = 3_600_000;

/** The network between broker and InstaMed: the broker's real gateway writes and reads real bytes over it. */
export class Network {
  readonly #queue: EventQueue;
  readonly #instamed: InstaMed;
  readonly #faults: Faults;
  readonly #random: Random;
  readonly #outages: readonly { readonly fromMs: number; readonly toMs: number }[];

  constructor(queue: EventQueue, instamed: InstaMed, faults: Faults, random: Random) {
    this.#queue = queue;
    this.#instamed = instamed;
    this.#faults = faults;
    this.#random = random;
    this.#outages = faults.strikes('outage') ? Array.from({ length: random.between(1, 3) }, () => drawOutage(queue.nowMs, random)) : [];
  }

  /** What the gateway of one broker process posts with. `deliver` brings an answer to that process, if it still lives. */
  senderFor(observe: (request: UpstreamRequest) => void, deliver: (run: () => void) => void): Sender {
    return {
      post: (request) => {
        observe(request);
        const { promise, resolve } = Promise.withResolvers<Answer>();
        let answered = false;
        const answer = (value: Answer): void => {
          if (answered) return;
          answered = true;
          deliver(() => resolve(value));
        };
        this.#send(request, answer);
        this.#queue.plan(timeoutMs, () => answer({ type: 'unavailable', reason: 'timeout' }));
        return promise;
      },
    };
  }

  #send(request: UpstreamRequest, answer: (value: Answer) => void): void {
    const faults = this.#faults;
    if (this.#isOut()) {
      if (this.#random.chance(0.5)) this.#queue.plan(5, () => answer(refused));
      return;
    }
    if (faults.strikes('call refused')) {
      this.#queue.plan(5, () => answer(refused));
      return;
    }
    if (faults.strikes('request lost')) return;
    // A doubled refund is two refunds, and nothing between two servers doubles a POST: it is a call that may be repeated that comes twice.
    const movesMoney = /transactionAction=(?:Void|SimpleRefund|AuthCapt)/.test(request.body);
    const copies = faults.strikes('request doubled') && !movesMoney ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const late = faults.strikes('request arrives after the timeout');
      const delayMs = late ? this.#random.between(timeoutMs, 4 * timeoutMs) : this.#random.between(5, 60);
      this.#queue.plan(delayMs, () => this.#arrive(request, answer));
    }
  }

  #arrive(request: UpstreamRequest, answer: (value: Answer) => void): void {
    const faults = this.#faults;
    // An error page may come instead of the work, or after it.
    const failed = faults.strikes('http error');
    const done = failed && this.#random.chance(0.5) ? undefined : this.#instamed.answer(request);
    if (faults.strikes('answer lost') || this.#isOut()) return;
    const delayMs = faults.strikes('answer slow') ? this.#random.between(1_000, timeoutMs + 2_000) : this.#random.between(5, 200);
    const told: UpstreamAnswer = failed || done === undefined ? errorPage(this.#random) : this.#garble(request, done);
    this.#queue.plan(delayMs, () => answer(told));
  }

  /** Cuts the answer somewhere, or puts other bytes into it. A change that reads as another valid answer would be a lie, not a fault. */
  #garble(request: UpstreamRequest, answer: UpstreamAnswer): UpstreamAnswer {
    if (!this.#faults.strikes('answer garbled')) return answer;
    if (request.url.endsWith(acsPath)) return { ...answer, headers: this.#random.chance(0.5) ? {} : garbleHeaders(answer) };
    const text = Buffer.from(answer.body).toString();
    switch (this.#random.pick(['cut', 'replaced', 'doubled', 'empty'] as const)) {
      case 'cut': {
        // Not within the last, merely descriptive fields of a receipt: what is left of it would still be true.
        const status = text.indexOf('transactionStatus');
        return { ...answer, body: Buffer.from(text.slice(0, this.#random.between(0, (status > 0 ? status : text.length) - 1))) };
      }
      case 'replaced':
        return { ...answer, body: Buffer.from('<html><body>Service temporarily unavailable</body></html>') };
      case 'doubled':
        return { ...answer, body: Buffer.from(`${text}&transactionStatus=${text.includes('transactionStatus=D') ? 'C' : 'D'}`) };
      case 'empty':
        return { ...answer, body: Buffer.alloc(0) };
      default:
        return answer;
    }
  }

  #isOut(): boolean {
    return this.#outages.some(({ fromMs, toMs }) => fromMs <= this.#queue.nowMs && this.#queue.nowMs < toMs);
  }
}

function drawOutage(nowMs: number, random: Random): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = nowMs + random.spread(60_000, 30 * hourMs);
  return { fromMs, toMs: fromMs + random.spread(30_000, 60 * hourMs) };
}

function errorPage(random: Random): UpstreamAnswer {
  return { type: 'answer', status: random.pick([500, 502, 503, 504]), headers: {}, body: Buffer.from('<h1>Server Error</h1>') };
}

function garbleHeaders(answer: UpstreamAnswer): UpstreamAnswer['headers'] {
  return Object.fromEntries(Object.entries(answer.headers).map(([name]) => [name, 'https://elsewhere.test/?token=stolen']));
}

/** The session id and token of a sign-on, for the oracle. */
export function tokenOfUrl(url: string): string {
  const answer = readSsoAnswer({ status: 200, headers: { relaystate: url } }, new URL(url).origin);
  if (answer.type !== 'launched') throw new Error('A page was given a URL that is no launch');
  return answer.token;
}
