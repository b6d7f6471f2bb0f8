import type {
  Clock,
  Engine,
  EngineLogEntry,
  Notice,
  NoticeFollower,
  Store,
  Tenant,
  WebhookDispatcher,
} from '@collect-payment/sso-broker/core';
import { auditKey } from '../configuration.ts';
import type { Network } from '../instamed/network.ts';
import type { HostEndpoints } from '../people/host-endpoint.ts';
import type { Random } from '../random.ts';
import type { Trace } from '../trace.ts';
import type { BrokerCore } from './broker-core.ts';
import type { Life } from './life.ts';

export interface ProcessDependencies {
  readonly core: BrokerCore;
  readonly tenants: readonly Tenant[];
  readonly store: Store;
  readonly clock: Clock;
  readonly life: Life;
  readonly network: Network;
  readonly endpoints: HostEndpoints;
  readonly polling: { readonly intervalMs: number; readonly windowMs: number };
  readonly random: Random;
  readonly entropy: Random;
  readonly trace: Trace;
  /** A call to InstaMed leaves. */
  readonly posted: (url: string, body: string) => void;
}

/** What one broker process is made of, as start-broker.ts does it: the product's parts over the simulated ports. */
export class BrokerProcess {
  readonly engine: Engine;
  readonly #with: ProcessDependencies;
  readonly #webhooks: WebhookDispatcher;
  readonly #notices: NoticeFollower;

  constructor(dependencies: ProcessDependencies) {
    this.#with = dependencies;
    const { core, tenants, store, clock, life, network, endpoints, polling, random, entropy, trace, posted } = dependencies;
    const randomBytes = (count: number): Uint8Array => entropy.bytes(count);
    const deliver = (run: () => void): void => void life.later(0, run);
    const upstream = network.senderFor(({ url, body }) => {
      if (life.alive) posted(url, body);
    }, deliver);
    const log = (entry: Parameters<typeof writeEntry>[0]): void => trace.add('log', () => writeEntry(entry));
    const guard = new core.UpstreamGuard({ nowMs: () => clock.nowMs(), log, pollsPerSecond: 200 });
    const gateway = core.createInstaMedGateway({
      tenants,
      upstream,
      guard,
      publicUrl: () => 'https://broker.simulated',
      nowMs: () => clock.nowMs(),
      randomBytes,
    });
    const dispatching = { outbox: store.outbox, isShared: store.isShared, clock, random: () => random.fraction(), log };
    this.#webhooks = new core.WebhookDispatcher(dispatching, tenants, ({ url }) => endpoints.senderFor(url, life, deliver));
    const audit = new core.AuditWriter({ key: new core.Secret(auditKey), addresses: 'none', certificateOf: () => undefined });
    this.engine = core.createEngine({
      store,
      gateway,
      webhooks: this.#webhooks,
      clock,
      log,
      randomBytes,
      random: () => random.fraction(),
      polling,
      audit,
    });
    this.#notices = new core.NoticeFollower({ store, engine: this.engine, clock, log });
  }

  start(): void {
    this.engine.start();
    this.#notices.start();
    this.#webhooks.start();
  }

  async stop(): Promise<void> {
    const { core, clock, store } = this.#with;
    await core.endWork({ engine: this.engine, notices: this.#notices, webhooks: this.#webhooks }, Promise.resolve(), clock);
    await store.close();
  }

  /** A webhook of InstaMed's, as the route takes it. Resolves when it may be answered 200. */
  async receive(tenantId: string, contentType: string, body: Uint8Array): Promise<Notice | undefined> {
    const { core, tenants, clock } = this.#with;
    const tenant = tenants.find(({ id }) => id === tenantId);
    if (tenant === undefined) throw new Error('InstaMed knows a tenant that the broker does not');
    const notice = core.readNotice(contentType, body, tenant, clock.nowMs());
    if (notice !== undefined) await this.#notices.receive(notice);
    return notice;
  }
}

function writeEntry(entry: EngineLogEntry | { readonly type: string; readonly error?: unknown }): string {
  return JSON.stringify(entry, (name, value: unknown) => (name === 'error' ? String(value) : value));
}
