import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const prefix = 'collect_payment_';
/** Around what a person notices, and the deadlines of calls. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];

export type Instruments = ReturnType<typeof createInstruments>;

/**
 * Every metric of ours, in a registry of this broker's own. Labels are ids of the configuration and words of closed lists: never a
 * session, a person, an amount or an address.
 */
export function createInstruments() {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: readonly Label[]) =>
    new Counter<Label>({ name: `${prefix}${name}`, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: readonly Label[]) =>
    new Gauge<Label>({ name: `${prefix}${name}`, help, labelNames, registers });
  const histogram = <Label extends string>(name: string, help: string, ...labelNames: readonly Label[]) =>
    new Histogram<Label>({ name: `${prefix}${name}`, help, labelNames, registers, buckets: seconds });
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: histogram('request_duration_seconds', 'Answered requests, by the template of their route', 'method', 'route', 'status'),
    sessions: counter('session_status_total', 'Sessions that have come to a status', 'tenant', 'status'),
    latePayments: counter('late_payments_total', 'Payments found after their session had been told otherwise', 'tenant'),
    reversals: counter('reversal_status_total', 'Voids and refunds that have come to a status', 'tenant', 'reversal', 'status'),
    attention: counter('attention_raised_total', 'Items that want a person', 'tenant', 'reason'),
    upstream: histogram('upstream_call_duration_seconds', 'Calls to InstaMed', 'tenant', 'operation', 'outcome'),
    upstreamDeferred: counter('upstream_deferred_total', 'Calls to InstaMed that were put off', 'tenant', 'operation'),
    leasesLost: counter('leases_lost_total', 'Answers that came after another broker had taken the work over'),
    effectsFailed: counter('effects_failed_total', 'Work that failed and is done again', 'effect'),
    webhooks: counter('webhook_attempts_total', 'Attempts to tell a host', 'tenant', 'endpoint', 'outcome'),
    endpointsDisabled: counter('webhook_endpoints_disabled_total', 'Endpoints that answered 410', 'tenant', 'endpoint'),
    notices: counter('instamed_webhooks_total', 'Webhooks of InstaMed that were followed', 'tenant', 'outcome'),
    storeFailures: counter('store_failures_total', 'Transactions that failed in the background'),
    internalErrors: counter('internal_errors_total', 'Errors that nobody foresaw'),
    auditFailures: counter('audit_failures_total', 'Uses of secret keys that could not be recorded', 'tenant'),
    auditRows: gauge('audit_rows', 'Rows of the audit log at the latest checkpoint', 'tenant'),
    loadShed: gauge('load_shed', '1 while it is refused for load', 'what'),
    ballastHeld: gauge('ballast_held', '1 while room is kept on the disk of the database, 0 when it is spent or missing'),
    purged: counter('purged_total', 'What was kept long enough', 'kind'),
    breaker: gauge('breaker_state', '0 closed, 1 half open, 2 open', 'tenant', 'operation'),
    eventStreams: gauge('event_streams', 'Pages that follow their session by server-sent events'),
    requestsUnderWay: gauge('requests_under_way', 'Requests that are not answered yet, streams apart'),
    storeUp: gauge('store_up', '1 when the database has answered this scrape'),
    attentionOpen: gauge('attention_open', 'Items that nobody has acknowledged', 'tenant'),
    webhooksPending: gauge('webhooks_pending', 'Webhooks that a host has not taken yet', 'tenant'),
    webhooksOldest: gauge('webhooks_oldest_seconds', 'Since when the oldest of them is on its way', 'tenant'),
    noticesPending: gauge('instamed_webhooks_pending', 'Webhooks of InstaMed that are stored and not followed yet', 'tenant'),
    workOverdue: gauge('work_overdue_seconds', 'How long the earliest due look or timer has been due'),
    certificateEnd: gauge('signing_certificate_expiry_timestamp_seconds', 'When the certificate in use ends', 'tenant'),
  } as const;
}
