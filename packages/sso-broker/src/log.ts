import { pino, stdSerializers, type Logger } from 'pino';
import type { Checkpoint } from './audit/checkpoint.ts';
import type { AuditLogEntry } from './audit/key-use.ts';
import type { EngineLogEntry } from './engine/engine-log.ts';
import type { PurgeLogEntry } from './engine/purger.ts';
import type { ErrorCode } from './errors.ts';
import type { GatewayLogEntry } from './gateway/gateway-log.ts';
import type { InboundLogEntry } from './inbound/inbound-log.ts';
import { currentRequestId } from './logging/request-context.ts';
import { scrub } from './logging/scrub.ts';
import type { LoadLogEntry } from './shedding/load-shedder.ts';
import type { StoreLogEntry } from './storage/store-log.ts';
import type { WebhookLogEntry } from './webhooks/webhook-log.ts';

/** All that the broker ever logs. A closed union: a field that is not listed here cannot be logged. */
export type LogEntry =
  | EngineLogEntry
  | AuditLogEntry
  | Checkpoint
  | WebhookLogEntry
  | InboundLogEntry
  | PurgeLogEntry
  | GatewayLogEntry
  | LoadLogEntry
  | StoreLogEntry
  | {
      readonly type: 'request';
      readonly requestId: string;
      readonly method: string;
      /** The template (`/v1/payment-sessions/:id`), never the URL. */
      readonly route: string;
      readonly status: number;
      readonly durationMs: number;
      readonly code?: ErrorCode;
      /** InstaMed's number for a refused sign-on. */
      readonly respCode?: number;
      /** The protocol's code for an answer that could not be read. */
      readonly reason?: string;
      readonly tenantId?: string;
      readonly sessionId?: string;
    }
  | { readonly type: 'internal_error'; readonly requestId: string; readonly error: unknown }
  | { readonly type: 'fatal'; readonly error: unknown }
  /** The process ends; the next one checks the database before it goes on. */
  | { readonly type: 'store_broken'; readonly error: unknown }
  | { readonly type: 'listening'; readonly url: string }
  /** A proxy speaks for others, and is none of `trustedProxies`: limits by address count the proxy. Said once. */
  | { readonly type: 'forwarding_ignored' }
  | { readonly type: 'draining' | 'stopped' };

export type Log = (entry: LogEntry) => void;

/** What may be told of an exception: its name, its code and where it was thrown. Its message may quote what it failed on. */
export function describeError(error: unknown): { name: string; code?: string; frames: readonly string[] } {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  // A message of several lines may look like frames.
  const [, ...trace] = (error.stack ?? '').replace(error.message, '').split('\n');
  const frames = trace.filter((line) => /^\s+at /.test(line));
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { name: error.name, ...code, frames: frames.slice(0, 10).map((line) => line.trim()) };
}

function levelOf(entry: LogEntry): 'info' | 'warn' | 'error' | 'fatal' {
  switch (entry.type) {
    case 'fatal':
    case 'store_broken':
      return 'fatal';
    case 'internal_error':
    case 'audit_failed':
    case 'effect_failed':
    case 'store_failed':
    case 'notice_failed':
    case 'webhook_given_up':
    case 'webhook_endpoint_disabled':
    case 'ballast_spent':
    case 'ballast_missing':
      return 'error';
    case 'upstream_unavailable':
    case 'webhook_failed':
    case 'upstream_suspended':
    case 'forwarding_ignored':
      return 'warn';
    case 'noted':
      return entry.attention ? 'error' : 'warn';
    case 'status_changed':
      return entry.late ? 'error' : 'info';
    case 'reversal_changed':
      return entry.to === 'unresolved' ? 'error' : 'info';
    case 'load_shed':
      return entry.shed.length > 0 ? 'warn' : 'info';
    case 'audit_checkpoint':
    case 'notice_followed':
    case 'notice_unmatched':
    case 'webhook_delivered':
    case 'claim_lost':
    case 'purged':
    case 'ballast_reserved':
    case 'request':
    case 'listening':
    case 'upstream_resumed':
    case 'draining':
    case 'stopped':
      return 'info';
    default:
      return entry satisfies never;
  }
}

/**
 * One JSON object a line, with the id of the request that it is about, if there is one. pino's redaction is a second net under the closed
 * union, and the scrubber a third. `listeners` are told of every entry after it was written.
 */
export function createLog(destination: { write(line: string): void }, listeners: readonly Log[] = []): Log {
  const logger: Logger = pino(
    {
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
      mixin: () => {
        const requestId = currentRequestId();
        return requestId === undefined ? {} : { requestId };
      },
      serializers: { ...stdSerializers, error: describeError },
      redact: { paths: ['*.token', '*.password', '*.securityKey', '*.authorization', 'token', 'patient'], censor: '[secret]' },
    },
    { write: (line) => destination.write(scrub(line)) },
  );
  return (entry) => {
    logger[levelOf(entry)](entry);
    for (const listen of listeners) listen(entry);
  };
}
