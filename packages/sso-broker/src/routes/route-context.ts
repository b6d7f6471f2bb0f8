import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Tenant } from '../configuration/configuration.ts';
import type { ClientSecretKeys } from '../identity/client-secret.ts';
import type { Clock } from '../engine/clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { HostWebhooks } from '../engine/host-webhooks.ts';
import type { NoticeFollower } from '../inbound/notice-follower.ts';
import type { Guards } from '../plugins/authenticate.ts';
import type { LoadShedder } from '../shedding/load-shedder.ts';
import type { Store } from '../storage/store.ts';
import type { EventStreams } from '../streams/event-streams.ts';

export type BrokerApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What routes call. */
export interface RouteContext {
  readonly app: BrokerApp;
  readonly engine: Engine;
  readonly store: Pick<Store, 'ping' | 'outbox' | 'attention' | 'payments'>;
  readonly webhooks: HostWebhooks;
  readonly notices: Pick<NoticeFollower, 'receive'>;
  readonly audit: Pick<AuditLog, 'draft' | 'record'>;
  readonly clock: Clock;
  readonly guards: Guards;
  readonly streams: EventStreams;
  readonly shedder: Pick<LoadShedder, 'sheds'>;
  readonly tenants: readonly Tenant[];
  readonly clientSecretKeys: ClientSecretKeys;
  readonly publicUrl: () => string;
}
