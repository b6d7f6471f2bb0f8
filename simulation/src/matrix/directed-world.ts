import type { Launch } from '@collect-payment/sandbox/core';
import type { Engine, LaunchResult, Notice, PaymentSession, Tenant } from '@collect-payment/sso-broker/core';
import type { BrokerCore } from '../broker/broker-core.ts';
import { brokerFile, brokerSecrets } from '../configuration.ts';
import { EventQueue } from '../event-queue.ts';
import { faultKinds, Faults } from '../faults.ts';
import { InstaMed } from '../instamed/instamed.ts';
import { tokenOfUrl } from '../instamed/network.ts';
import { Oracle } from '../oracle/oracle.ts';
import { reckon } from '../oracle/reckon.ts';
import { newSessionOf, type Order } from '../people/order.ts';
import { Random } from '../random.ts';
import { Trace } from '../trace.ts';
import { BrokerProcess } from './broker-process.ts';
import type { DirectedDisk } from './directed-disk.ts';
import { DirectedNetwork } from './directed-network.ts';
import { endpoint, HostEndpoint } from './host-endpoint.ts';
import type { Act, Habits, Stage } from './stage.ts';
import { Striker } from './striker.ts';
import type { Row } from './table.ts';

export interface Story {
  /** The instants at which it strikes; the first to come is the one. */
  readonly rows: readonly Row[];
  readonly act: (world: Stage) => Act;
  /** See Striker. */
  readonly whenSent?: boolean;
  readonly disk: (core: BrokerCore) => DirectedDisk;
  readonly brokers: 1 | 2;
  readonly habits: Habits;
}

const startMs = Date.UTC(2026, 0, 5, 8);
const dayMs = 86_400_000;
const patienceMs = 60_000;
const webhookPauseMs = 1_800_000;

/** One order, lived to its end at known times: the strike falls where it is meant to, and nothing else goes wrong. */
export class DirectedWorld implements Stage {
  readonly core: BrokerCore;
  readonly queue = new EventQueue(startMs);
  readonly trace: Trace;
  readonly entropy = new Random(1);
  readonly habits: Habits;
  readonly order: Order;
  readonly instamed: InstaMed;
  readonly oracle: Oracle;
  readonly network: DirectedNetwork;
  readonly host: HostEndpoint;
  readonly disk: DirectedDisk;
  readonly striker: Striker;
  readonly tenants: readonly Tenant[];
  readonly processes: readonly BrokerProcess[];
  /** Names of the processes whose writes were refused, in order. */
  readonly refused: string[] = [];
  readonly broken: Error[] = [];
  /** For each drain, whether it ended by itself, and whether the process stored something in it. */
  readonly drains: { readonly ended: boolean; readonly stored: boolean }[] = [];
  readonly given = new Set<string>();
  offsetMs = 0;
  downUntilMs = 0;
  unconfirmed = 0;
  /** The answer to the call under way does not reach who asked: a page or a host, or InstaMed. */
  answersLost = 0;
  noticeAnswersLost = 0;
  paidLaunch: Launch | undefined;
  sessionId = '';
  #position = 0;
  #busy = 1;

  constructor(core: BrokerCore, story: Story, traced = false) {
    this.core = core;
    this.habits = story.habits;
    this.order = story.habits.order;
    this.trace = new Trace(() => this.queue.nowMs, traced);
    const quiet = new Faults(new Random(1), new Set(faultKinds), new Map());
    this.instamed = new InstaMed(() => this.queue.nowMs, new Random(2), quiet, story.habits.switches);
    this.oracle = new Oracle(core, this.instamed, [this.order], this.trace, () => this.queue.nowMs);
    this.network = new DirectedNetwork(this);
    this.host = new HostEndpoint(this);
    this.disk = story.disk(core);
    this.striker = new Striker(story.rows, story.act(this), story.whenSent === true, () => this.queue.nowMs);
    this.tenants = readTenants(core);
    this.processes = Array.from({ length: story.brokers }, (_, at) => new BrokerProcess(`broker ${at + 1}`, this));
  }

  /** The process that a call is led to; undefined when none takes calls. */
  get reachable(): BrokerProcess | undefined {
    return this.processes.find(({ takesCalls }) => takesCalls);
  }

  get now(): number {
    return this.queue.nowMs;
  }

  /** Until nothing moves any more. */
  async live(): Promise<void> {
    void this.lives(() => this.#customer());
    void this.lives(() => this.#watchForQuiet());
    await this.queue.run(startMs + 10 * dayMs, () => this.oracle.violations.length > 0 || this.#busy === 0);
    if (this.oracle.violations.length > 0) return this.#leave();
    if (this.#busy > 0) this.oracle.break('I9 nothing stuck', 'it never comes to rest');
    reckon(this.core, this.oracle, this.instamed, [this.order]);
    this.#leave();
  }

  /** Somebody's life; what goes wrong in it is the oracle's to report. */
  async lives(life: () => Promise<void>): Promise<void> {
    try {
      await life();
    } catch (error) {
      this.oracle.threw(error);
    }
  }

  async ask<Result>(question: (engine: Engine) => Promise<Result>): Promise<Result | undefined> {
    await this.queue.sleep(20);
    const answer = await Promise.race([this.reachable?.ask(question), this.queue.sleep(patienceMs)]);
    if (this.answersLost === 0) return answer ?? undefined;
    this.answersLost -= 1;
    return undefined;
  }

  /** InstaMed's webhook, sent again every half hour until it is answered (instamed-protocol.md §5.1). */
  async tell(notice: Omit<Notice, 'receivedAtMs'>): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const received = await Promise.race([this.reachable?.receive({ ...notice, receivedAtMs: this.now }), this.queue.sleep(20_000)]);
      if (received === true && this.noticeAnswersLost === 0) return;
      if (received === true) this.noticeAnswersLost -= 1;
      await this.queue.sleep(webhookPauseMs);
    }
  }

  /** A page asks for the URL to open until it gets one. */
  async openPage(): Promise<void> {
    for (let tries = 0; tries < 40; tries += 1) {
      const result: LaunchResult | undefined = await this.ask((engine) => engine.launch(this.sessionId, 'popup'));
      if (result?.type === 'launched') return this.#usePage(tokenOfUrl(result.url));
      if (result?.type === 'conflict' && result.reason === 'settled') return;
      await this.queue.sleep(7_000);
    }
  }

  /** A page looks, as one that comes back from InstaMed does. */
  async look(): Promise<void> {
    const session = await this.ask((engine) => engine.checkNow(this.sessionId));
    if (session !== undefined) this.oracle.told('page', 'riverside', session);
  }

  refuseWhileDown(): void {
    if (this.now < this.downUntilMs) throw new this.core.StoreError('ERR_STORE_UNAVAILABLE');
  }

  leaveUnconfirmed(): void {
    if (this.unconfirmed === 0) return;
    this.unconfirmed -= 1;
    throw new this.core.StoreError('ERR_STORE_UNAVAILABLE');
  }

  async #customer(): Promise<void> {
    const key = { key: 'order-1', fingerprint: 'same' };
    while (this.sessionId === '') {
      const created = await this.ask((engine) => engine.create(newSessionOf(this.order), key));
      if (created !== undefined && 'session' in created) this.sessionId = created.session.terms.id;
      else await this.queue.sleep(5_000);
    }
    await this.openPage();
    for (let look = 0; look < 90; look += 1) {
      await this.queue.sleep(20_000);
      const session = await this.ask((engine) => engine.get(this.sessionId));
      if (session === undefined) continue;
      this.oracle.told('page', 'riverside', session);
      if (this.core.viewOf(session).outcome?.final === true) break;
    }
    if (this.habits.reversal !== undefined) await this.#takeBack(this.habits.reversal);
  }

  /** The host's server asks under one id until it is answered. */
  async #takeBack(type: 'void' | 'refund'): Promise<void> {
    const transactionId = this.paidLaunch?.transactions[0]?.transactionId ?? '';
    for (let tries = 0; tries < 40; tries += 1) {
      const request = { id: 'rv_1', type, transactionId, ...(type === 'refund' && { cents: 5_000 }) };
      const result = await this.ask((engine) => engine.reverse(this.sessionId, request));
      if (result?.type === 'reversal') return;
      await this.queue.sleep(7_000);
    }
  }

  /** What the payer does is done on the first page that opens. */
  #usePage(token: string): void {
    this.oracle.given(this.sessionId, token);
    this.given.add(token);
    const launch = this.instamed.launchOf(token);
    if (launch === undefined) throw new Error('A page was given a token that InstaMed never issued');
    if (this.paidLaunch !== undefined) return;
    this.paidLaunch = launch;
    this.habits.use(this, launch);
  }

  /** The host reads its list, and all is over once no work is left and nothing more is to come. */
  async #watchForQuiet(): Promise<void> {
    for (;;) {
      await this.queue.sleep(this.now < startMs + 7_200_000 ? 60_000 : 1_800_000);
      const page = await this.ask((engine) => engine.list('riverside', this.#position, 50));
      if (page === undefined) continue;
      for (const session of page.sessions) this.oracle.told('host', 'riverside', session);
      this.#position = page.nextPosition;
      const settled = this.sessionId !== '' && this.now >= startMs + this.habits.restsAfterMs;
      if (settled && this.striker.struckAtMs !== undefined && (await this.#isIdle())) break;
      if (settled && this.striker.struckAtMs === undefined && this.now > startMs + 3 * dayMs) break;
    }
    this.#busy = 0;
  }

  async #isIdle(): Promise<boolean> {
    if (this.now < (this.striker.struckAtMs ?? 0) + 120_000) return false;
    const store = this.reachable?.store;
    if (store === undefined) return false;
    const key = { tenantId: this.order.tenantId, endpointId: endpoint.id, url: endpoint.url };
    try {
      const { now } = this;
      const dues = [await store.nextDueAtMs(now), await store.outbox.nextDueAtMs(key, now), await store.inbox.nextDueAtMs(now)];
      return dues.every((due) => due === undefined) && [...this.oracle.stored.values()].every((session) => this.#hasOutcome(session));
    } catch (error) {
      if (error instanceof this.core.StoreError) return false;
      throw error;
    }
  }

  #hasOutcome(session: PaymentSession): boolean {
    return this.core.viewOf(session).outcome !== undefined || session.status === 'unresolved';
  }

  #leave(): void {
    for (const process of this.processes) process.end();
    this.disk.remove();
  }
}

const tenantsOf = new WeakMap<BrokerCore, readonly Tenant[]>();

function readTenants(core: BrokerCore): readonly Tenant[] {
  const tenants = tenantsOf.get(core) ?? core.readConfiguration(brokerFile, brokerSecrets).tenants;
  tenantsOf.set(core, tenants);
  return tenants;
}
