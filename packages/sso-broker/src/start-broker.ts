import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { openAudit } from './audit/open-audit.ts';
import type { BrokerConfiguration } from './configuration/configuration.ts';
import { systemClock } from './engine/clock.ts';
import { drainMs, endWork } from './end-work.ts';
import { createEngine } from './engine/create-engine.ts';
import { createLaunchLimits } from './engine/launch-limits.ts';
import { Purger } from './engine/purger.ts';
import { createInstaMedGateway } from './gateway/instamed-gateway.ts';
import { UpstreamGuard } from './gateway/upstream-guard.ts';
import { Upstream } from './gateway/upstream.ts';
import { observeCalls } from './gateway/observe-calls.ts';
import { checkSigners } from './identity/check-signers.ts';
import { NoticeFollower } from './inbound/notice-follower.ts';
import { createLog } from './log.ts';
import { publishEntry } from './logging/publish-entry.ts';
import { openMetrics } from './metrics/open-metrics.ts';
import type { MetricsServer } from './metrics/metrics-server.ts';
import { Draining } from './plugins/draining.ts';
import { viewOf } from './session/view.ts';
import { LoadShedder } from './shedding/load-shedder.ts';
import { ProcessGauge, watchEventLoop, type PressureGauge } from './shedding/pressure-gauge.ts';
import { openStore } from './storage/open-store.ts';
import type { StoreError } from './storage/store-error.ts';
import { EventStreams } from './streams/event-streams.ts';
import { HttpWebhookSender } from './webhooks/http-webhook-sender.ts';
import { WebhookDispatcher } from './webhooks/webhook-dispatcher.ts';

/** The longest that a page is given to take its farewell. */
const farewellMs = 2_000;

export interface RunningBroker {
  /** Where it listens. */
  readonly url: string;
  /** Where its metrics are read, when the configuration says that they are. */
  readonly metricsUrl: string | undefined;
  /** Resolves when the storage can no longer be trusted: it refuses everything, and the process must end. */
  readonly broken: Promise<StoreError>;
  /** Drains: nothing new is taken, what is under way is finished or handed over, pages are sent to reconnect, the storage is closed. */
  close(): Promise<void>;
}

/** Log lines go there, one JSON object each. */
export interface LogDestination {
  write(line: string): void;
}

/** What a test brings of its own. */
export interface BrokerParts {
  readonly gauge?: PressureGauge;
}

/** Opens the storage, listens, and goes on with whatever the last process left undone. Rejects with EADDRINUSE, a StoreError or a SignerError. */
export async function startBroker(
  configuration: BrokerConfiguration,
  logDestination: LogDestination,
  parts: BrokerParts = {},
): Promise<RunningBroker> {
  await checkSigners(configuration.tenants);
  const metrics = openMetrics(configuration.metrics);
  const log = createLog(logDestination, [publishEntry, ...(metrics === undefined ? [] : [metrics.count])]);
  let publicUrl = configuration.publicUrl ?? '';
  const broken = Promise.withResolvers<StoreError>();
  const store = await openStore(configuration.database, systemClock, log, broken.resolve, configuration.encryption);
  const upstream = new Upstream(configuration.upstream);
  const guard = new UpstreamGuard({ nowMs: () => systemClock.nowMs(), log, pollsPerSecond: configuration.upstream.pollsPerSecond });
  const gateway = createInstaMedGateway({
    tenants: configuration.tenants,
    upstream,
    guard: observeCalls(guard, (call) => metrics?.took(call)),
    publicUrl: () => publicUrl,
    nowMs: () => systemClock.nowMs(),
    randomBytes,
  });
  const { polling, tenants, webhookDelivery } = configuration;
  const { outbox, isShared } = store;
  const sending = { ...webhookDelivery, connectTimeoutMs: configuration.upstream.connectTimeoutMs };
  const dispatching = { outbox, isShared, clock: systemClock, random: Math.random, log };
  const webhooks = new WebhookDispatcher(dispatching, tenants, ({ url }) => new HttpWebhookSender(url, sending));
  const audit = openAudit(configuration, store.audit, systemClock, log);
  const { launchIntervalMs, launchesPerSession } = configuration.limits;
  const engine = createEngine({
    store,
    gateway,
    webhooks,
    clock: systemClock,
    log,
    randomBytes,
    random: Math.random,
    polling,
    audit: audit.writer,
    launchLimits: createLaunchLimits(launchIntervalMs, launchesPerSession, systemClock),
  });
  const purger = new Purger({ retention: store.retention, clock: systemClock, log }, configuration.retention);
  const notices = new NoticeFollower({ store, engine, clock: systemClock, log });
  const source = {
    subscribe: (id: string, listener: (view: ReturnType<typeof viewOf>) => void) =>
      engine.subscribe(id, (session) => listener(viewOf(session))),
  };
  const streams = new EventStreams(source, configuration.limits, systemClock);
  const draining = new Draining(systemClock);
  const shedder = new LoadShedder(configuration.shedding, log);
  const gauge =
    parts.gauge ??
    new ProcessGauge({
      clock: systemClock,
      readEventLoopDelayMs: watchEventLoop(),
      ping: () => store.ping(),
      requestsUnderWay: () => draining.requests.size,
    });
  const app = await createApp({
    configuration,
    engine,
    store,
    webhooks,
    audit: audit.log,
    notices,
    clock: systemClock,
    streams,
    draining,
    shedder,
    publicUrl: () => publicUrl,
    log,
  });

  const release = async (): Promise<void> => {
    await upstream.close();
    await store.close();
  };
  const sources = {
    tenants,
    guard,
    store,
    nowMs: () => systemClock.nowMs(),
    eventStreams: () => draining.streams.size,
    requestsUnderWay: () => draining.requests.size,
  };
  let metricsServer: MetricsServer | undefined;
  try {
    await audit.recordStart();
    metricsServer = await metrics?.serve(sources, () => publicUrl, log);
    await app.listen(configuration.listen);
  } catch (error) {
    await metricsServer?.close();
    await release();
    throw error;
  }
  const { address, family, port } = app.server.address() as AddressInfo;
  const url = `${configuration.listen.tls === undefined ? 'http' : 'https'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  publicUrl ||= url;
  engine.start();
  notices.start();
  webhooks.start();
  purger.start();
  audit.checkpointer.start();
  gauge.start((pressure) => shedder.take(pressure));
  log({ type: 'listening', url });

  const drain = async (): Promise<void> => {
    log({ type: 'draining' });
    draining.begin();
    gauge.stop();
    const answered = Promise.all([draining.requests.ended(drainMs), purger.stop()]);
    await endWork({ engine, notices, webhooks }, answered, systemClock);
    // Only now: until here a page's stream told it what came of its launch.
    streams.drain();
    await audit.checkpointer.stop();
    await metricsServer?.close();
    await release();
    await draining.streams.ended(farewellMs);
    // A connection that never asked anything counts as busy, and would hold the server open.
    app.server.closeAllConnections();
    await app.close();
    log({ type: 'stopped' });
  };
  let closed: Promise<void> | undefined;
  return { url, metricsUrl: metricsServer?.url, broken: broken.promise, close: () => (closed ??= drain()) };
}
