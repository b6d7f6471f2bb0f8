import type { AuditTrail, Clock, Delivery, Engine, Notice, Store, Tenant } from '@collect-payment/sso-broker/core';
import { brokerFile, brokerSecrets } from '../configuration.ts';
import type { EventQueue } from '../event-queue.ts';
import type { Faults } from '../faults.ts';
import type { Network } from '../instamed/network.ts';
import type { HostEndpoints } from '../people/host-endpoint.ts';
import type { Random } from '../random.ts';
import type { Trace } from '../trace.ts';
import type { BrokerCore } from './broker-core.ts';
import { DatabaseLink } from './database-link.ts';
import type { Disk } from './disk.ts';
import { idleLookMs, type IdleLooks } from './idle-looks.ts';
import { Life } from './life.ts';
import { BrokerProcess } from './process.ts';
import { storePort, type Observer } from './store-port.ts';

export interface BrokerDependencies {
  /** Unlike the other broker's, where there is one. */
  readonly name: string;
  readonly core: BrokerCore;
  readonly disk: Disk;
  readonly idle: IdleLooks;
  readonly queue: EventQueue;
  readonly network: Network;
  readonly endpoints: HostEndpoints;
  readonly faults: Faults;
  readonly random: Random;
  readonly trace: Trace;
  readonly observe: Observation;
}

/** All that is seen of the brokers. `observerOf` gives what one process does, by the name that it has at the store. */
export interface Observation {
  observerOf(owner: string): Observer;
  posted(url: string, body: string): void;
  /** A webhook of InstaMed's was answered 200. */
  acknowledged(notice: Notice): void;
  threw(error: unknown): void;
}

const tenantsOf = new WeakMap<BrokerCore, readonly Tenant[]>();
const minuteMs = 60_000;
const mostCrashes = 12;

/** The broker's process: started, killed at any await, started again on what is on the disk. Real code but for its four ports. */
export class Broker {
  readonly #with: BrokerDependencies;
  readonly #tenants: readonly Tenant[];
  readonly #polling: { readonly intervalMs: number; readonly windowMs: number };
  readonly #entropy: Random;
  readonly #link: DatabaseLink | undefined;
  #starts = 0;
  #life: Life;
  #process: BrokerProcess | undefined;
  #opened: Store | undefined;
  #offsetMs = 0;
  #crashes = 0;

  constructor(dependencies: BrokerDependencies) {
    this.#with = dependencies;
    const { core, queue, random, faults } = dependencies;
    this.#tenants = readTenants(core);
    this.#entropy = random.fork('entropy');
    // InstaMed documents 10 s; a slower poll leaves the same decisions in fewer steps.
    this.#polling = { intervalMs: random.pick([10_000, 30_000, 60_000, 120_000]), windowMs: 900_000 };
    this.#link = dependencies.disk.isShared ? new DatabaseLink(queue, faults, random.fork('link')) : undefined;
    this.#life = new Life(queue);
    if (dependencies.disk.isShared && faults.strikes('clocks apart')) this.#stepClock();
    this.#start();
    if (faults.strikes('kill')) this.#plan(random.between(1, 3), () => void this.crash());
    if (faults.strikes('drain')) this.#plan(random.between(1, 2), () => void this.#drain());
  }

  /** When the next stored work is due; undefined when all is done. */
  async nextDueAtMs(): Promise<number | undefined> {
    return this.#opened?.nextDueAtMs(this.#with.queue.nowMs);
  }

  get crashes(): number {
    return this.#crashes;
  }

  /** Asks the engine, if there is one to ask. Undefined when the process is away, dies over it, or answers with an error. */
  async ask<Result>(question: (engine: Engine) => Promise<Result>): Promise<Result | undefined> {
    return this.#reach(({ engine }) => question(engine));
  }

  /** Brings one of InstaMed's webhooks. Whether it was answered 200. */
  async take(tenantId: string, contentType: string, body: Uint8Array): Promise<boolean> {
    const taken = await this.#reach(async (process) => ({ notice: await process.receive(tenantId, contentType, body) }));
    if (taken?.notice !== undefined) this.#with.observe.acknowledged(taken.notice);
    return taken !== undefined;
  }

  /** What has become of every webhook. */
  async deliveries(): Promise<readonly Delivery[] | undefined> {
    const { outbox } = this.#opened ?? {};
    if (outbox === undefined) return undefined;
    const pages = await Promise.all(this.#tenants.map(({ id }) => outbox.list({ tenantId: id, afterPosition: 0, limit: 1_000 })));
    return pages.flatMap(({ items }) => items);
  }

  /** What the audit log says, as long as the process lives. */
  get auditTrail(): AuditTrail | undefined {
    return this.#opened?.audit;
  }

  async #reach<Result>(question: (process: BrokerProcess) => Promise<Result>): Promise<Result | undefined> {
    const [life, process] = [this.#life, this.#process];
    if (process === undefined) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    life.later(0, () => void question(process).then(resolve, reject));
    try {
      return await Promise.race([promise, life.ended]);
    } catch (error) {
      if (!(error instanceof this.#with.core.StoreError)) this.#with.observe.threw(error);
      return undefined;
    }
  }

  /** False when it has died often enough: a world must come to its end. */
  crash(): boolean {
    if (!this.#life.alive || this.#crashes >= mostCrashes) return false;
    this.#crashes += 1;
    this.#with.trace.add(this.#with.name, () => 'dies');
    this.#die();
    this.#returnLater();
    return true;
  }

  /** The world is over. */
  end(): void {
    this.#die();
  }

  #die(): void {
    this.#life.end();
    this.#process = undefined;
    const { disk, observe } = this.#with;
    if (this.#opened !== undefined) disk.drop(this.#opened);
    // An embedded store knows that nobody else is there.
    if (!disk.isShared) observe.observerOf(this.#owner).handedOver();
    this.#opened = undefined;
  }

  /** The name that this life of the process has at the store. */
  get #owner(): string {
    return `${this.#with.name} ${this.#starts}`;
  }

  #returnLater(): void {
    const { queue, random } = this.#with;
    queue.plan(random.spread(100, 20 * minuteMs), () => this.#start());
  }

  #start(): void {
    const { name, core, disk, idle, queue, network, endpoints, faults, random, trace, observe } = this.#with;
    const life = new Life(queue);
    this.#life = life;
    trace.add(name, () => 'starts');
    this.#starts += 1;
    const owner = this.#owner;
    const link = this.#link;
    link?.open();
    const opened = disk.open({
      owner,
      databaseNowMs: () => queue.nowMs,
      carry: (watcher, sessionId) => link?.carry(life, watcher, sessionId),
    });
    this.#opened = opened;
    const store = storePort({
      core,
      store: opened,
      life,
      faults,
      random,
      isCut: () => link?.isCut === true,
      stir: () => idle.stir(),
      crash: () => this.crash(),
      observe: observe.observerOf(owner),
    });
    this.#process = new BrokerProcess({
      core,
      tenants: this.#tenants,
      store,
      clock: this.#clockOf(life),
      life,
      network,
      endpoints,
      polling: this.#polling,
      random,
      entropy: this.#entropy,
      trace,
      posted: (url, body) => {
        observe.posted(url, body);
        this.#trouble(life);
      },
    });
    this.#process.start();
  }

  /** SIGTERM: nothing new, what is in flight is stored, and the next process starts. One that cannot end in 30 s is killed. */
  async #drain(): Promise<void> {
    const [life, process] = [this.#life, this.#process];
    if (process === undefined) return;
    this.#with.trace.add(this.#with.name, () => 'drains');
    await Promise.race([process.stop(), this.#with.queue.sleep(30_000), life.ended]);
    if (!life.alive) return;
    this.#die();
    this.#returnLater();
  }

  #clockOf(life: Life): Clock {
    const { disk, idle } = this.#with;
    const clock = life.clock(() => this.#offsetMs);
    if (!disk.isShared) return clock;
    const looks = (run: () => void) => idle.later(life, () => disk.nextWorkAtMs(this.#offsetMs), run);
    return { ...clock, setTimer: (delayMs, run) => (delayMs === idleLookMs ? looks(run) : clock.setTimer(delayMs, run)) };
  }

  /** What can befall the process while a call is under way. */
  #trouble(life: Life): void {
    const { queue, random, faults, trace } = this.#with;
    const soonMs = random.between(0, 300);
    if (faults.strikes('crash')) queue.plan(soonMs, () => void (life.alive && this.crash()));
    if (faults.strikes('clock step')) queue.plan(soonMs, () => this.#stepClock());
    if (faults.strikes('pause')) {
      const forMs = random.spread(1_000, 10 * minuteMs);
      trace.add(this.#with.name, () => `is paused for ${forMs} ms`);
      queue.plan(soonMs, () => life.pause(forMs));
    }
  }

  /** NTP sets the clock, or an operator does: at most five minutes off the world's time, either way. */
  #stepClock(): void {
    this.#offsetMs = this.#with.random.between(-5 * minuteMs, 5 * minuteMs);
    this.#with.trace.add(this.#with.name, () => `has its clock set ${this.#offsetMs} ms off`);
    this.#with.idle.stir();
  }

  #plan(times: number, run: () => void): void {
    for (let time = 0; time < times; time += 1) this.#with.queue.plan(this.#with.random.spread(1_000, 26 * 60 * minuteMs), run);
  }
}

/** The configuration is the same in every world, and reading it is not what is tried here. */
function readTenants(core: BrokerCore): readonly Tenant[] {
  const tenants = tenantsOf.get(core) ?? core.readConfiguration(brokerFile, brokerSecrets).tenants;
  tenantsOf.set(core, tenants);
  return tenants;
}
