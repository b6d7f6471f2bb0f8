import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '@collect-payment/contract';
import type { Scheduler } from 'fast-check';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { LaunchAnswer, TokenStatusAnswer, ViewReceiptAnswer } from '../../src/engine/gateway.ts';
import { outcomeOf } from '../../src/session/outcome.ts';
import { SqliteStore } from '../../src/storage/sqlite/sqlite-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { receiptOf } from '../session/receipts.ts';
import { newSession } from './broker.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { noReceipt, ScriptedGateway, status } from './scripted-gateway.ts';

export const windowMs = 60_000;
const polling = { intervalMs: 10_000, windowMs };
const dayMs = 86_400_000;
const token = 'T1';
const transactionId = 'a1';

/** The steps of a decision between which another one may come. */
const gatedCalls: ReadonlySet<string | symbol> = new Set(['load', 'commit', 'claimDue', 'bringForward']);

/** Lets everything of its own account wait for its turn. */
type Gate = (label: string) => Promise<void>;

/** InstaMed with one token. A payment is begun on its page, committed later, and shows in a receipt later still. */
class GatedInstaMed extends ScriptedGateway {
  readonly #clock: FakeClock;
  readonly #gate: Gate;
  #expiresAtMs = Number.POSITIVE_INFINITY;
  begun = false;
  committed = false;
  shown = false;

  constructor(clock: FakeClock, gate: Gate) {
    super();
    this.#clock = clock;
    this.#gate = gate;
  }

  /** Somebody submits the page, if it still takes that. */
  begin(): void {
    this.begun ||= this.#clock.nowMs() < this.#expiresAtMs;
  }

  override async launch(): Promise<LaunchAnswer> {
    this.#expiresAtMs = this.#clock.nowMs() + windowMs;
    return { type: 'launched', token, url: `https://online.instamed.com/?token=${token}` };
  }

  override async tokenStatus(): Promise<TokenStatusAnswer> {
    await this.#gate('status asked');
    const answer = status(this.committed ? 'finished' : this.#clock.nowMs() < this.#expiresAtMs ? 'new' : 'expired');
    await this.#gate('status answered');
    return answer;
  }

  override async viewReceipt(): Promise<ViewReceiptAnswer> {
    await this.#gate('receipt asked');
    const answer: ViewReceiptAnswer = this.shown ? { type: 'receipt', receipt: receiptOf('C', transactionId) } : noReceipt;
    await this.#gate('receipt answered');
    return answer;
  }
}

/** One launched session over a real SQLite file. Whose turn it is at the store and at InstaMed, the scheduler says. */
export class InterleavedWorld {
  readonly clock = new FakeClock();
  readonly instamed: GatedInstaMed;
  readonly #folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'interleaved-'));
  readonly #store: SqliteStore;
  readonly engine: Engine;
  readonly #scheduler: Scheduler;
  readonly #begun: Promise<unknown>[] = [];
  /** What pages and hosts could see, in order. */
  readonly outcomes: Outcome[] = [];
  sessionId = '';
  #isGated = false;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
    const gate: Gate = async (label) => {
      if (this.#isGated) await scheduler.schedule(Promise.resolve(), label);
    };
    this.instamed = new GatedInstaMed(this.clock, gate);
    this.#store = new SqliteStore(join(this.#folder, 'broker.sqlite'));
    this.engine = createEngine({
      store: gated(this.#store, gate),
      gateway: this.instamed,
      clock: this.clock,
      log: () => undefined,
      randomBytes,
      random: () => 0.5,
      polling,
      webhooks: { endpointsFor: () => ['portal'], wake: () => undefined },
    });
  }

  async launch(): Promise<void> {
    this.engine.start();
    const created = await this.engine.create(newSession);
    if (created.type !== 'created') throw new Error(created.type);
    this.sessionId = created.session.terms.id;
    await this.engine.launch(this.sessionId, 'popup');
    this.engine.subscribe(this.sessionId, (session) => {
      const outcome = outcomeOf(session);
      if (outcome !== undefined) this.outcomes.push(outcome);
    });
  }

  /** Time goes on, a step at a turn. From here on everything waits for its turn. */
  scheduleTime(stepsMs: readonly number[]): void {
    this.#isGated = true;
    const steps = stepsMs.map((stepMs) => ({ label: `${stepMs} ms`, builder: () => this.clock.advance(stepMs) }));
    void this.#scheduler.scheduleSequence(steps);
  }

  /** One act after the other. What they begin is not waited for: it needs turns of its own. */
  schedule(name: string, acts: readonly (() => unknown)[]): void {
    const builders = acts.map((act, index) => ({
      label: `${name} ${index + 1}`,
      builder: async () => void this.#begun.push(Promise.resolve(act())),
    }));
    void this.#scheduler.scheduleSequence(builders);
  }

  /** InstaMed tells of the payment by webhook, as soon as there is one. */
  hint(): Promise<unknown> | undefined {
    if (!this.instamed.committed) return undefined;
    return this.engine.hint(this.sessionId, { token, transactionId, transactionAction: 'Sale', statusCode: 'C' });
  }

  /** Gives turns until nobody wants one, and then lets two days pass, in which every look-up is made. */
  async runOut(): Promise<void> {
    for (await settle(); this.#scheduler.count() > 0; await settle()) await this.#scheduler.waitOne();
    this.#isGated = false;
    await Promise.all(this.#begun);
    await this.clock.advance(2 * dayMs);
  }

  /** What the host was told, in order. */
  async told(): Promise<readonly { readonly type: string; readonly data: Partial<Outcome> }[]> {
    const { items } = await this.#store.outbox.list({ tenantId: newSession.tenantId, afterPosition: 0, limit: 100 });
    return items.map(({ body }) => JSON.parse(body) as { type: string; data: Partial<Outcome> });
  }

  async end(): Promise<void> {
    await this.engine.stop();
    await this.#store.close();
    rmSync(this.#folder, { recursive: true });
  }
}

function gated(store: SqliteStore, gate: Gate): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = (...values: readonly unknown[]): unknown => Reflect.apply(value, target, values);
      return gatedCalls.has(name) ? async (...values: readonly unknown[]) => gate(String(name)).then(() => call(...values)) : call;
    },
  });
}
