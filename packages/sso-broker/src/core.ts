/** The broker without its server: engine, gateway and store, for whoever brings the clock, the network and the disk. */
export { readConfiguration } from './configuration/read-configuration.ts';
export type { Tenant } from './configuration/configuration.ts';
export { Secret } from './configuration/secret.ts';
export { endWork } from './end-work.ts';
export { AuditWriter, type AuditDraft } from './audit/audit-writer.ts';
export { deriveAuditKeys } from './audit/audit-keys.ts';
export type { AuditRow, ChainHead } from './audit/chain.ts';
export { verifyChain } from './audit/verify-chain.ts';
export { createEngine } from './engine/create-engine.ts';
export type { Clock } from './engine/clock.ts';
export type { PayResult, SaleResult, Conflict, CreateResult, Engine, LaunchResult, NewSession } from './engine/engine.ts';
export type { EngineLogEntry } from './engine/engine-log.ts';
export type { GatewayLogEntry } from './gateway/gateway-log.ts';
export { createInstaMedGateway } from './gateway/instamed-gateway.ts';
export { UpstreamGuard } from './gateway/upstream-guard.ts';
export type { Sender, UpstreamAnswer, UpstreamRequest } from './gateway/upstream.ts';
export type { CardRead, TenderOrder, Unavailable } from './engine/gateway.ts';
export type { Reversal } from './session/reversal.ts';
export { paymentRecordsOf, type PaymentRecord } from './session/payment-record.ts';
export type { Spending } from './session/reversal-spending.ts';
export type { ReversalRequest, ReversalResult } from './engine/reversal-request.ts';
export type { Effect } from './session/effect.ts';
export type { Note } from './session/note.ts';
export { wantsAttention } from './session/note.ts';
export type { PaymentSession } from './session/session.ts';
export type { Terms } from './session/terms.ts';
export { viewOf } from './session/view.ts';
export { openDatabase } from './storage/sqlite/database.ts';
export { SqliteStore } from './storage/sqlite/sqlite-store.ts';
export type { Backlog, TenantBacklog } from './storage/backlog.ts';
export type { AuditTrail, TenantHead } from './storage/audit-trail.ts';
export type {
  AuditOfCreation,
  ChangedPage,
  Claim,
  ClaimedEffect,
  ClaimRequest,
  Commit,
  CommitOutcome,
  CreateOutcome,
  DuplicateGuard,
  IdempotencyKey,
  Lease,
  Store,
  StoreWatcher,
} from './storage/store.ts';
export type { BeginOutcome, RequestKey, RequestKeys } from './storage/request-keys.ts';
export type { Perishable, Retention } from './storage/retention.ts';
export { eraseSession, finalSinceMs } from './session/erase-session.ts';
export { StoreError } from './storage/store-error.ts';
export type { AttentionList, StoredAttentionItem } from './storage/attention-list.ts';
export type { ClaimedNotice, Inbox, Notice, NoticeClaim } from './storage/inbox.ts';
export type { AttemptResult, ClaimedDelivery, Delivery, DeliveryClaim, EndpointKey, NewDelivery, Outbox } from './storage/outbox.ts';
export type { Page, PageRequest } from './storage/page.ts';
export type { PaymentCursor, PaymentList, PaymentPage, PaymentQuery, PaymentRow } from './storage/payment-list.ts';
export { WebhookDispatcher } from './webhooks/webhook-dispatcher.ts';
export type { WebhookLogEntry } from './webhooks/webhook-log.ts';
export type { SendAnswer, WebhookSender } from './webhooks/webhook-sender.ts';
export { NoticeFollower } from './inbound/notice-follower.ts';
export type { InboundLogEntry } from './inbound/inbound-log.ts';
export { readNotice } from './inbound/read-notice.ts';
export { reconcile } from './reconcile/reconcile.ts';
export { EndpointDispatcher } from './webhooks/endpoint-dispatcher.ts';
export type { WebhookEndpoint } from './webhooks/webhook-endpoint.ts';
