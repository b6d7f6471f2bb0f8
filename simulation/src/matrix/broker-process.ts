import {
  type Engine,
  type EngineLogEntry,
  type GatewayLogEntry,
  type InboundLogEntry,
  type Notice,
  type NoticeFollower,
  type Store,
  type WebhookLogEntry,
} from '@collect-payment/sso-broker/core';
import { Life } from '../broker/life.ts';
import { directedStore } from './directed-store.ts';
import { endpoint } from './host-endpoint.ts';
import type { Row } from './table.ts';
import type { Stage, Struck } from './stage.ts';

const tenantId = 'riverside';

/** One broker of the directed world: engine, follower of notices and dispatcher, real code all of it, over ports that come to instants. */
export class BrokerProcess implements Struck {
  readonly name: string;
  readonly entries: (EngineLogEntry | GatewayLogEntry | InboundLogEntry | WebhookLogEntry)[] = [];
  readonly #world: Stage;
  #life: Life;
  #store: Store | undefined;
  #engine: Engine | undefined;
  #follower: NoticeFollower | undefined;
  #dispatcher: { stop(): Promise<void> } | undefined;
  #pausedUntilMs = 0;
  #stored = 0;
  #starts = 0;
  deaths = 0;

  constructor(name: string, world: Stage) {
    this.name = name;
    this.#world = world;
    this.#life = new Life(world.queue);
    this.start();
  }

  get takesCalls(): boolean {
    return this.#life.alive && this.#engine !== undefined && this.#pausedUntilMs <= this.#world.queue.nowMs;
  }

  get store(): Store | undefined {
    return this.#store;
  }

  /** How much it has stored. */
  get storedSoFar(): number {
    return this.#stored;
  }

  stored(): void {
    this.#stored += 1;
  }

  start(): void {
    const { core, queue, disk, network, host, tenants } = this.#world;
    const life = new Life(queue);
    this.#life = life;
    this.#starts += 1;
    const owner = `${this.name}, life ${this.#starts}`;
    const observe = this.#world.oracle.observerOf(owner);
    const opened = disk.open(
      {
        owner,
        databaseNowMs: () => queue.nowMs,
        carry: (watcher, sessionId) => void life.later(5, () => watcher.changed(sessionId)),
      },
      (error) => this.#breaks(life, error),
    );
    this.#store = opened;
    const store = directedStore(opened, this, this.#world, observe);
    const clock = life.clock(() => this.#world.offsetMs);
    const log = (entry: EngineLogEntry | GatewayLogEntry | InboundLogEntry | WebhookLogEntry): void => {
      this.entries.push(entry);
      this.#world.trace.add(this.name, () => JSON.stringify(entry, (key, value: unknown) => (key === 'error' ? String(value) : value)));
    };
    const randomBytes = (count: number): Uint8Array => this.#world.entropy.bytes(count);
    const upstream = { post: (request: Parameters<typeof network.post>[0]) => network.post(request, this, life) };
    const guard = new core.UpstreamGuard({ nowMs: () => clock.nowMs(), log, pollsPerSecond: 200 });
    const gateway = core.createInstaMedGateway({
      tenants,
      upstream,
      guard,
      publicUrl: () => 'https://broker.simulated',
      nowMs: () => clock.nowMs(),
      randomBytes,
    });
    const sender = {
      send: (headers: Readonly<Record<string, string>>, body: string) => host.send(headers, body, this, life),
      close: async () => {},
    };
    const dispatcher = new core.EndpointDispatcher(
      { outbox: store.outbox, isShared: store.isShared, clock, random: () => 0.5, log },
      tenantId,
      endpoint,
      sender,
    );
    this.#dispatcher = dispatcher;
    const webhooks = {
      endpointsFor: (id: string) => (id === tenantId ? [endpoint.id] : []),
      wake: () => dispatcher.wake(),
    };
    const polling = { intervalMs: 10_000, windowMs: 900_000 };
    this.#engine = core.createEngine({ store, gateway, webhooks, clock, log, randomBytes, random: () => 0.5, polling });
    this.#follower = new core.NoticeFollower({ store, engine: this.#engine, clock, log });
    this.#world.trace.add(this.name, () => 'starts');
    this.#engine.start();
    this.#follower.start();
    dispatcher.start();
  }

  /** Asks the engine; undefined when the process dies over it, or answers with an error of its store. */
  async ask<Result>(question: (engine: Engine) => Promise<Result>): Promise<Result | undefined> {
    const [life, engine] = [this.#life, this.#engine];
    if (engine === undefined) return undefined;
    return this.#call(life, () => question(engine));
  }

  /** A webhook of InstaMed's: whether it was answered with 200. */
  async receive(notice: Notice): Promise<boolean> {
    const [life, follower] = [this.#life, this.#follower];
    if (follower === undefined) return false;
    return (await this.#call(life, () => follower.receive(notice))) !== undefined;
  }

  /** Comes to an instant, where it may be struck. A process that did not survive that goes no further. */
  async comesTo(row: Row | undefined): Promise<void> {
    const life = this.#life;
    if (life.alive) await this.#world.striker.reached(row, this);
    if (!life.alive) await Promise.withResolvers<never>().promise;
  }

  /** SIGSTOP, and SIGCONT after that time: the answer is when it runs again. */
  async pause(forMs: number): Promise<void> {
    this.#pausedUntilMs = this.#world.queue.nowMs + forMs;
    this.#life.pause(forMs);
    this.#world.trace.add(this.name, () => 'is paused');
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#life.later(0, resolve);
    await promise;
    this.#world.trace.add(this.name, () => 'goes on');
  }

  /** SIGKILL. */
  kill(): void {
    if (!this.#life.alive) return;
    this.#world.trace.add(this.name, () => 'dies');
    this.deaths += 1;
    this.end();
  }

  /** SIGTERM: true when it has ended by itself in its time, with all that was under way. */
  async drain(): Promise<boolean> {
    const life = this.#life;
    const [engine, follower, dispatcher, store] = [this.#engine, this.#follower, this.#dispatcher, this.#store];
    this.#engine = undefined;
    this.#world.trace.add(this.name, () => 'drains');
    const drained = async (): Promise<boolean> => {
      await follower?.stop();
      await engine?.stop();
      await dispatcher?.stop();
      await store?.close();
      this.#world.oracle.observerOf(`${this.name}, life ${this.#starts}`).handedOver();
      return true;
    };
    const ended = await Promise.race([drained(), this.#world.queue.sleep(20_000).then(() => false), life.ended.then(() => false)]);
    this.#world.trace.add(this.name, () => (ended ? 'has drained' : 'is killed: it did not drain'));
    this.end();
    return ended;
  }

  end(): void {
    this.#life.end();
    this.#engine = undefined;
    this.#follower = undefined;
    this.#world.disk.drop(this.#store);
    // A file is left with its process; a database server keeps a lease until it ends.
    if (!this.#world.disk.isShared) this.#world.oracle.observerOf(`${this.name}, life ${this.#starts}`).handedOver();
  }

  /** The storage cannot be trusted: the process ends itself, and its supervisor starts it again. */
  #breaks(life: Life, error: Error): void {
    if (!life.alive) return;
    this.#world.broken.push(error);
    this.kill();
    this.#world.queue.plan(5_000, () => this.start());
  }

  async #call<Result>(life: Life, question: () => Promise<Result>): Promise<Result | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    life.later(0, () => void question().then(resolve, reject));
    try {
      return await Promise.race([promise, life.ended]);
    } catch (error) {
      if (!(error instanceof this.#world.core.StoreError)) this.#world.oracle.threw(error);
      return undefined;
    }
  }
}
