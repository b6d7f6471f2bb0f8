import { acsPath, nvpPath } from '@collect-payment/protocol';
import type { Unavailable, UpstreamAnswer, UpstreamRequest } from '@collect-payment/sso-broker/core';
import type { Life } from '../broker/life.ts';
import type { Row } from './table.ts';
import type { Call, Stage, Struck, Trouble } from './stage.ts';

type Answer = UpstreamAnswer | Unavailable;
const timeoutMs = 15_000;
const oneWayMs = 20;
const underWay: Readonly<Record<Call, Row>> = { launch: 'B2', status: 'B6', receipt: 'B9', reversal: 'B18' };

/** The way to InstaMed, at one speed, with trouble where it is wanted and nowhere else. */
export class DirectedNetwork {
  readonly #world: Stage;
  readonly calls: { readonly call: Call; readonly atMs: number; readonly reached: boolean }[] = [];
  trouble: Trouble | undefined;

  constructor(world: Stage) {
    this.#world = world;
  }

  async post(request: UpstreamRequest, process: Struck, life: Life): Promise<Answer> {
    const { queue, striker, oracle, instamed, habits } = this.#world;
    const call = callOf(request);
    if (call === 'receipt') await process.comesTo('B8');
    if (striker.whenSent) await process.comesTo(underWay[call]);
    oracle.posted(request.url, request.body);
    const never = this.trouble?.call === call && this.trouble.left > 0 && isNotSent(this.trouble);
    this.calls.push({ call, atMs: queue.nowMs, reached: !never });
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const answer = (value: Answer): void => void life.later(0, () => resolve(value));
    queue.plan(timeoutMs, () => answer({ type: 'unavailable', reason: 'timeout' }));
    queue.plan(oneWayMs, () => {
      const trouble = this.#take(call);
      const worked = trouble?.worked !== false ? habits.told(instamed.answer(request), call, this.#count(call)) : undefined;
      if (!striker.whenSent && life.alive) void striker.reached(underWay[call], process);
      const told = trouble === undefined ? worked : trouble.answer(worked);
      if (told !== undefined) queue.plan(oneWayMs, () => answer(told));
    });
    return promise;
  }

  #count(call: Call): number {
    return this.calls.filter((other) => other.call === call).length;
  }

  #take(call: Call): Trouble | undefined {
    const { trouble } = this;
    if (trouble?.call !== call || trouble.left === 0) return undefined;
    trouble.left -= 1;
    return trouble;
  }
}

function isNotSent({ worked, answer }: Trouble): boolean {
  const told = worked ? undefined : answer(undefined);
  return told?.type === 'unavailable' && told.notSent === true;
}

function callOf({ url, body }: UpstreamRequest): Call {
  const { pathname } = new URL(url);
  if (pathname !== nvpPath) return pathname === acsPath ? 'launch' : 'status';
  return body.includes('transactionAction=ViewReceipt') ? 'receipt' : 'reversal';
}
