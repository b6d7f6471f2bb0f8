import { randomBytes } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { fastify } from 'fastify';
import type { AuditLog } from './audit/audit-log.ts';
import { KeyUse } from './audit/key-use.ts';
import type { BrokerConfiguration } from './configuration/configuration.ts';
import type { Clock } from './engine/clock.ts';
import type { Engine } from './engine/engine.ts';
import type { HostWebhooks } from './engine/host-webhooks.ts';
import type { NoticeFollower } from './inbound/notice-follower.ts';
import type { Log } from './log.ts';
import { createGuards } from './plugins/authenticate.ts';
import { heedProxies, trustOnly } from './plugins/caller-address.ts';
import { limitConnections } from './plugins/connection-limits.ts';
import { allowTenantOrigins } from './plugins/cross-origin.ts';
import { describeApi } from './plugins/describe-api.ts';
import { refuseWhileDraining, type Draining } from './plugins/draining.ts';
import { createErrorReply, replyWithErrors } from './plugins/error-replies.ts';
import { countFailures } from './plugins/failed-authentication.ts';
import { listenerOptions } from './plugins/listener-options.ts';
import { makeWritesRepeatable } from './plugins/idempotency.ts';
import { refuseOtherMethods } from './plugins/method-not-allowed.ts';
import { readJsonStrictly } from './plugins/read-json.ts';
import { createRefusal, judgeClientError } from './plugins/refuse-connection.ts';
import { limitRequests } from './plugins/request-limits.ts';
import { logRequests } from './plugins/request-log.ts';
import { dropStalledReaders } from './plugins/stalled-readers.ts';
import { shareSchemas } from './plugins/share-schemas.ts';
import { refuseOddRequests } from './plugins/strict-http.ts';
import { sendSecurityHeaders, strictHeaders } from './plugins/security-headers.ts';
import { acknowledgeAttention } from './routes/acknowledge-attention.ts';
import { apiDescription } from './routes/api-description.ts';
import { cancelPaymentSession } from './routes/cancel-payment-session.ts';
import { checkPaymentSession } from './routes/check-payment-session.ts';
import { createPayment } from './routes/create-payment.ts';
import { createPaymentSession } from './routes/create-payment-session.ts';
import { embed } from './routes/embed.ts';
import { errorReference } from './routes/error-reference.ts';
import { health } from './routes/health.ts';
import { landing } from './routes/landing.ts';
import { launchPaymentSession } from './routes/launch-payment-session.ts';
import { listAttention } from './routes/list-attention.ts';
import { listPayments } from './routes/list-payments.ts';
import { listPaymentSessions } from './routes/list-payment-sessions.ts';
import { listWebhookDeliveries } from './routes/list-webhook-deliveries.ts';
import { payByCardRead } from './routes/pay-by-card-read.ts';
import { printReceipt } from './routes/print-receipt.ts';
import { readPaymentSession } from './routes/read-payment-session.ts';
import { readPayment } from './routes/read-payment.ts';
import { readReceipt } from './routes/read-receipt.ts';
import { receiveInstaMedWebhook } from './routes/receive-instamed-webhook.ts';
import { replayWebhookDelivery } from './routes/replay-webhook-delivery.ts';
import type { BrokerApp, RouteContext } from './routes/route-context.ts';
import { openReceiptPage } from './routes/open-receipt-page.ts';
import { reversePayment } from './routes/reverse-payment.ts';
import { samlMetadata } from './routes/saml-metadata.ts';
import { streamSessionEvents } from './routes/stream-session-events.ts';
import type { LoadShedder } from './shedding/load-shedder.ts';
import type { Store } from './storage/store.ts';
import type { EventStreams } from './streams/event-streams.ts';

/** What the app is made of. It owns none of it: whoever made it closes it. */
export interface AppDependencies {
  readonly configuration: Pick<BrokerConfiguration, 'listen' | 'tenants' | 'clientSecretKeys' | 'limits' | 'connections'>;
  readonly engine: Engine;
  readonly store: Pick<Store, 'ping' | 'outbox' | 'attention' | 'payments' | 'requestKeys'>;
  readonly webhooks: HostWebhooks;
  readonly audit: Pick<AuditLog, 'draft' | 'record'>;
  readonly notices: Pick<NoticeFollower, 'receive'>;
  readonly clock: Clock;
  readonly streams: EventStreams;
  readonly draining: Draining;
  readonly shedder: Pick<LoadShedder, 'sheds'>;
  readonly publicUrl: () => string;
  readonly log: Log;
}

const bodyLimit = 64 * 1024;

const createRequestId = (): string => `req_${randomBytes(12).toString('hex')}`;

/** The composition root: every plugin and route, by hand and in the order in which a request meets them. */
export async function createApp(dependencies: AppDependencies): Promise<BrokerApp> {
  const { configuration, engine, store, webhooks, audit, notices, clock, streams, draining, shedder, publicUrl, log } = dependencies;
  const { tenants, clientSecretKeys, limits, connections } = configuration;
  const { trustedProxies } = configuration.listen;
  const answer = createErrorReply({
    publicUrl,
    onInternal: (requestId, error) => log({ type: 'internal_error', requestId, error }),
    harden: countFailures(limits.failedAuthenticationsPerMinute, clock),
  });
  const refuse = createRefusal(publicUrl, createRequestId, clock);
  const app = fastify({
    bodyLimit,
    ...listenerOptions(configuration),
    trustProxy: trustOnly(trustedProxies),
    genReqId: createRequestId,
    requestIdHeader: false,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    // Nothing is guessed: no coercion, no defaults, no silent removal. `verbose` lets a refusal be named by what was sent.
    ajv: { customOptions: { coerceTypes: false, useDefaults: false, removeAdditional: false, allErrors: false, verbose: true } },
    frameworkErrors: (error, request, reply) => void answer(error, request, reply.headers(strictHeaders)),
    clientErrorHandler: (error, socket) => refuse(judgeClientError(error), socket),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeAllContentTypeParsers();
  readJsonStrictly(app);

  // First, so that no refusal is without them.
  await sendSecurityHeaders(app, publicUrl);
  logRequests(app, log);
  replyWithErrors(app, answer);
  dropStalledReaders(app.server, connections.stalledTimeoutMs, clock);
  limitConnections(app.server, connections, trustedProxies, refuse);
  refuseOddRequests(app, connections.headerCount);
  heedProxies(app, trustedProxies, publicUrl, log);
  refuseWhileDraining(app, draining);
  await allowTenantOrigins(app, tenants);
  limitRequests(app, limits, clock);
  makeWritesRepeatable(app, { store, clock, clientSecretKeys });
  shareSchemas(app);
  await describeApi(app);
  // A call without a body is a call with an empty one.
  app.addHook('preValidation', async (request) => {
    request.body ??= request.method === 'POST' && request.headers['content-type'] === undefined ? {} : request.body;
  });

  const keyUse = new KeyUse({ audit, nowMs: () => clock.nowMs(), log });
  const guards = createGuards(app, {
    tenants,
    clientSecretKeys,
    publicUrl,
    findSession: (id) => engine.get(id),
    noteKey: (tenantId, keyId, origin) => keyUse.note(tenantId, keyId, origin),
  });
  const context: RouteContext = {
    app,
    engine,
    store,
    webhooks,
    audit,
    notices,
    clock,
    guards,
    streams,
    shedder,
    tenants,
    clientSecretKeys,
    publicUrl,
  };
  refuseOtherMethods(app, () => {
    createPaymentSession(context);
    listPaymentSessions(context);
    readPaymentSession(context);
    launchPaymentSession(context);
    payByCardRead(context);
    streamSessionEvents(context);
    checkPaymentSession(context);
    cancelPaymentSession(context);
    readReceipt(context);
    printReceipt(context);
    createPayment(context);
    listPayments(context);
    readPayment(context);
    reversePayment(context);
    openReceiptPage(context);
    listWebhookDeliveries(context);
    replayWebhookDelivery(context);
    listAttention(context);
    acknowledgeAttention(context);
    landing(context);
    embed(context);
    samlMetadata(context);
    health(context);
    apiDescription(context);
    errorReference(context);
  });
  receiveInstaMedWebhook(context);
  return app;
}
