import {
  finalSinceMs,
  type AuditOfCreation,
  type AuditRow,
  type ChangedPage,
  type Claim,
  type ClaimedEffect,
  type ClaimRequest,
  type Commit,
  type CommitOutcome,
  type CreateOutcome,
  type DuplicateGuard,
  type Effect,
  type IdempotencyKey,
  type Lease,
  type PaymentSession,
  type Spending,
  type Store,
  type StoredAttentionItem,
  type StoreWatcher,
} from '@collect-payment/sso-broker/core';
import { ChangeFeed } from './change-feed.ts';
import type { EffectTable } from './effect-table.ts';
import { EmbeddedEffects, type EmbeddedEffectRows } from './embedded-effects.ts';
import type { LeaseClock } from './lease-clock.ts';
import type { SharedEffectRows } from './shared-effects.ts';
import { SimulatedAuditTrail } from './simulated-audit-trail.ts';
import { SimulatedAttentionList } from './simulated-attention-list.ts';
import { SimulatedBacklog } from './simulated-backlog.ts';
import { SimulatedInbox, type NoticeRow } from './simulated-inbox.ts';
import { SimulatedOutbox, type DeliveryRow } from './simulated-outbox.ts';
import { SimulatedPaymentList, type PaymentEntry } from './simulated-payment-list.ts';
import type { ListedRow } from './simulated-page.ts';
import { SimulatedRequestKeys, type RequestKeyRow } from './simulated-request-keys.ts';
import { SimulatedRetention } from './simulated-retention.ts';

interface SessionRow {
  readonly tenantId: string;
  sequence: number;
  position: number;
  lookedAtMs: number;
  document: string;
  finalSinceMs: number | undefined;
  subject: string | undefined;
}

interface KeyRow {
  readonly fingerprint: string;
  readonly sessionId: string;
  readonly answer?: string;
  readonly usedAtMs: number;
}

/** What is on the simulated disk. It outlives every store that was opened on it, and holds text: no object is shared with a process. */
export class SimulatedDisk {
  readonly sessions = new Map<string, SessionRow>();
  readonly effects: EmbeddedEffectRows = { rows: new Map(), lastId: 0 };
  /** In place of these, when several brokers share it. */
  readonly sharedEffects: SharedEffectRows = { rows: new Map(), lastId: 0 };
  readonly changes = new ChangeFeed();
  readonly keys = new Map<string, KeyRow>();
  readonly requestKeys = new Map<string, RequestKeyRow>();
  readonly attention: ListedRow<StoredAttentionItem>[] = [];
  readonly auditChains = new Map<string, AuditRow[]>();
  readonly deliveries: DeliveryRow[] = [];
  readonly disabledEndpoints = new Map<string, string>();
  readonly notices: NoticeRow[] = [];
  /** The tokens that each session ever had. */
  readonly tokens = new Map<string, Set<string>>();
  /** By tenant and transaction id. */
  readonly payments = new Map<string, PaymentEntry>();
  /** By tenant and day: what was taken back, in cents. */
  readonly reversalDays = new Map<string, number>();
}

/**
 * The Store over a simulated disk: the fast stand-in for SqliteStore, held to the same conformance suite and to the same history on
 * the same seed. Every method is one transaction that has happened when it returns, so a crash loses nothing but what was never asked.
 */
export class SimulatedStore implements Store {
  readonly isShared: boolean;
  readonly outbox: SimulatedOutbox;
  readonly attention: SimulatedAttentionList;
  readonly inbox: SimulatedInbox;
  readonly requestKeys: SimulatedRequestKeys;
  readonly retention: SimulatedRetention;
  readonly audit: SimulatedAuditTrail;
  readonly backlog: SimulatedBacklog;
  readonly payments: SimulatedPaymentList;

  protected readonly disk: SimulatedDisk;
  readonly #effects: EffectTable;

  /** Without `effects` this process is the only one: whoever had claimed anything is gone. */
  constructor(disk: SimulatedDisk, effects?: EffectTable, leaseClock: LeaseClock = (nowMs) => nowMs) {
    this.disk = disk;
    this.isShared = effects !== undefined;
    this.#effects = effects ?? new EmbeddedEffects(disk.effects);
    this.audit = new SimulatedAuditTrail(disk.auditChains);
    this.outbox = new SimulatedOutbox(disk.deliveries, disk.disabledEndpoints, leaseClock, this.audit);
    this.attention = new SimulatedAttentionList(disk.attention, this.audit);
    this.inbox = new SimulatedInbox(disk.notices, leaseClock);
    this.requestKeys = new SimulatedRequestKeys(disk.requestKeys);
    this.backlog = new SimulatedBacklog(disk);
    this.payments = new SimulatedPaymentList(disk.payments);
    this.retention = new SimulatedRetention(disk);
    if (this.isShared) return;
    this.outbox.releaseClaims();
    this.inbox.releaseClaims();
    this.requestKeys.releaseClaims();
  }

  async create(
    asked: PaymentSession,
    effects: readonly Effect[],
    idempotencyKey?: IdempotencyKey,
    guard?: DuplicateGuard,
    auditOf?: AuditOfCreation,
  ): Promise<CreateOutcome> {
    const { id, tenantId } = asked.terms;
    const key = idempotencyKey && JSON.stringify([tenantId, idempotencyKey.key]);
    const used = key === undefined ? undefined : this.disk.keys.get(key);
    if (used !== undefined) {
      const { usedAtMs: _, ...known } = used;
      return { type: 'key_used', ...known };
    }
    const verdict = guard?.judge(this.#findRivals(tenantId, guard.subject)) ?? { type: 'create', session: asked };
    const { session } = verdict;
    const answer = verdict.type === 'create' ? undefined : idempotencyKey?.answerOf?.(verdict);
    if (key !== undefined && idempotencyKey !== undefined) {
      const { fingerprint } = idempotencyKey;
      const usedAtMs = asked.terms.createdAtMs;
      this.disk.keys.set(key, { fingerprint, usedAtMs, sessionId: session.terms.id, ...(answer !== undefined && { answer }) });
    }
    if (auditOf !== undefined && verdict.type !== 'refused')
      this.audit.put(auditOf(verdict.type === 'create' ? 'created' : verdict.type, session));
    if (verdict.type !== 'create') return verdict;
    const row = { tenantId, sequence: session.sequence, position: this.#nextPosition(tenantId), lookedAtMs: 0, subject: guard?.subject };
    this.disk.sessions.set(id, { ...row, document: JSON.stringify(session), finalSinceMs: undefined });
    this.#effects.put(id, effects);
    this.#rememberTokens(session);
    return { type: 'created', session };
  }

  async load(sessionId: string): Promise<PaymentSession | undefined> {
    const row = this.disk.sessions.get(sessionId);
    return row && readDocument(row);
  }

  async commit({ from, to, performed, effects, deliveries = [], attention = [], audit, spending }: Commit): Promise<CommitOutcome> {
    const { id, tenantId } = from.terms;
    const row = this.disk.sessions.get(id);
    if (row?.sequence !== from.sequence) return 'conflict';
    if (performed !== undefined && !this.#effects.strikeOff(performed)) return 'lost';
    if (spending !== undefined && !this.#spend(tenantId, spending)) return 'over_ceiling';
    if (to !== from) {
      row.position = this.#nextPosition(tenantId);
      row.sequence = to.sequence;
      row.document = JSON.stringify(to);
      row.finalSinceMs = finalSinceMs(to);
      this.payments.put(to, row.position);
    }
    this.#effects.put(id, effects);
    this.#rememberTokens(to);
    this.outbox.put(deliveries);
    this.attention.put(attention);
    if (audit !== undefined) this.audit.put(audit);
    return 'committed';
  }

  async listChanged(tenantId: string, afterPosition: number, limit: number): Promise<ChangedPage> {
    const rows = [...this.disk.sessions.values()]
      .filter((row) => row.tenantId === tenantId && row.position > afterPosition)
      .toSorted((one, other) => one.position - other.position);
    const page = rows.slice(0, limit);
    return {
      sessions: page.map((row) => readDocument(row)),
      nextPosition: page.at(-1)?.position ?? afterPosition,
      hasMore: rows.length > limit,
    };
  }

  async claimDue(request: ClaimRequest): Promise<readonly ClaimedEffect[]> {
    return this.#effects.claimDue(request);
  }

  async renew(claims: readonly Claim[], lease: Lease): Promise<void> {
    this.#effects.renew(claims, lease);
  }

  async nextDueAtMs(nowMs: number): Promise<number | undefined> {
    return this.#effects.nextDueAtMs(nowMs);
  }

  async bringForward(sessionId: string, nowMs: number, gapMs: number): Promise<boolean> {
    const session = this.disk.sessions.get(sessionId);
    if (session === undefined || session.lookedAtMs > nowMs - gapMs) return false;
    session.lookedAtMs = nowMs;
    this.#effects.bringForward(sessionId, nowMs);
    return true;
  }

  async findByToken(tenantId: string, token: string): Promise<readonly string[]> {
    const isMeant = (known: string) => known === token || (token.length === 36 && known.startsWith(token));
    return [...this.disk.tokens].flatMap(([sessionId, tokens]) =>
      this.disk.sessions.get(sessionId)?.tenantId === tenantId && [...tokens].some(isMeant) ? [sessionId] : [],
    );
  }

  watch(_watcher: StoreWatcher): void {
    // Nobody else ever changes this store.
  }

  async ping(): Promise<void> {
    // There is nothing that could be unreachable.
  }

  async close(): Promise<void> {
    // All that was promised is on the disk.
  }

  #spend(tenantId: string, { day, cents, ceilingCents = Number.POSITIVE_INFINITY }: Spending): boolean {
    const place = `${tenantId} ${day}`;
    const sum = (this.disk.reversalDays.get(place) ?? 0) + cents;
    if (sum > ceilingCents) return false;
    this.disk.reversalDays.set(place, sum);
    return true;
  }

  #rememberTokens(session: PaymentSession): void {
    const { id } = session.terms;
    const known = this.disk.tokens.get(id) ?? new Set();
    const watches = 'current' in session ? [...session.watches, session.current] : session.watches;
    for (const { token } of watches) known.add(token);
    this.disk.tokens.set(id, known);
  }

  #findRivals(tenantId: string, subject: string): readonly PaymentSession[] {
    return [...this.disk.sessions.values()]
      .filter((row) => row.tenantId === tenantId && row.subject === subject)
      .toSorted((one, other) => other.position - one.position)
      .map((row) => readDocument(row));
  }

  #nextPosition(tenantId: string): number {
    let latest = 0;
    for (const row of this.disk.sessions.values()) if (row.tenantId === tenantId) latest = Math.max(latest, row.position);
    return latest + 1;
  }
}

function readDocument({ document }: SessionRow): PaymentSession {
  return JSON.parse(document) as PaymentSession;
}
