import type {
  ChangedPage,
  Claim,
  ClaimedEffect,
  ClaimRequest,
  Commit,
  CreateOutcome,
  Effect,
  IdempotencyKey,
  Lease,
  PaymentSession,
  Store,
  StoredAttentionItem,
} from '@collect-payment/sso-broker/core';
import { SimulatedAttentionList } from './simulated-attention-list.ts';
import { SimulatedInbox, type NoticeRow } from './simulated-inbox.ts';
import { SimulatedOutbox, type DeliveryRow } from './simulated-outbox.ts';
import type { ListedRow } from './simulated-page.ts';

interface SessionRow {
  readonly tenantId: string;
  sequence: number;
  position: number;
  lookedAtMs: number;
  document: string;
}

interface EffectRow {
  readonly id: number;
  readonly sessionId: string;
  readonly token: string;
  readonly effect: Effect;
  epoch: number;
  availableAtMs: number;
}

/** What is on the simulated disk. It outlives every store that was opened on it, and holds text: no object is shared with a process. */
export class SimulatedDisk {
  readonly sessions = new Map<string, SessionRow>();
  readonly effects = new Map<string, EffectRow>();
  readonly keys = new Map<string, { readonly fingerprint: string; readonly sessionId: string }>();
  readonly attention: ListedRow<StoredAttentionItem>[] = [];
  readonly deliveries: DeliveryRow[] = [];
  readonly disabledEndpoints = new Map<string, string>();
  readonly notices: NoticeRow[] = [];
  /** The tokens that each session ever had. */
  readonly tokens = new Map<string, Set<string>>();
  lastEffectId = 0;
}

/**
 * The Store over a simulated disk: the fast stand-in for SqliteStore, held to the same conformance suite and to the same history on
 * the same seed. Every method is one transaction that has happened when it returns, so a crash loses nothing but what was never asked.
 */
export class SimulatedStore implements Store {
  readonly isShared = false;
  readonly outbox: SimulatedOutbox;
  readonly attention: SimulatedAttentionList;
  readonly inbox: SimulatedInbox;
  readonly #disk: SimulatedDisk;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
    this.outbox = new SimulatedOutbox(disk.deliveries, disk.disabledEndpoints);
    this.attention = new SimulatedAttentionList(disk.attention);
    this.inbox = new SimulatedInbox(disk.notices);
    // Whoever had claimed an effect is gone.
    for (const row of disk.effects.values()) {
      if (row.availableAtMs !== row.effect.dueAtMs) row.epoch += 1;
      row.availableAtMs = row.effect.dueAtMs;
    }
  }

  async create(session: PaymentSession, effects: readonly Effect[], idempotencyKey?: IdempotencyKey): Promise<CreateOutcome> {
    const { id, tenantId } = session.terms;
    const key = idempotencyKey && JSON.stringify([tenantId, idempotencyKey.key]);
    const used = key === undefined ? undefined : this.#disk.keys.get(key);
    if (used !== undefined) return { type: 'key_used', ...used };
    const position = this.#nextPosition(tenantId);
    this.#disk.sessions.set(id, { tenantId, sequence: session.sequence, position, lookedAtMs: 0, document: JSON.stringify(session) });
    if (key !== undefined && idempotencyKey !== undefined) {
      this.#disk.keys.set(key, { fingerprint: idempotencyKey.fingerprint, sessionId: id });
    }
    this.#putEffects(id, effects);
    this.#rememberTokens(session);
    return { type: 'created' };
  }

  async load(sessionId: string): Promise<PaymentSession | undefined> {
    const row = this.#disk.sessions.get(sessionId);
    return row && readDocument(row);
  }

  async commit({ from, to, performed, effects, deliveries = [], attention = [] }: Commit): Promise<'committed' | 'conflict' | 'lost'> {
    const { id, tenantId } = from.terms;
    const row = this.#disk.sessions.get(id);
    if (row?.sequence !== from.sequence) return 'conflict';
    if (performed !== undefined && !this.#strikeOff(performed)) return 'lost';
    if (to !== from) {
      row.position = this.#nextPosition(tenantId);
      row.sequence = to.sequence;
      row.document = JSON.stringify(to);
    }
    this.#putEffects(id, effects);
    this.#rememberTokens(to);
    this.outbox.put(deliveries);
    this.attention.put(attention);
    return 'committed';
  }

  async listChanged(tenantId: string, afterPosition: number, limit: number): Promise<ChangedPage> {
    const rows = [...this.#disk.sessions.values()]
      .filter((row) => row.tenantId === tenantId && row.position > afterPosition)
      .toSorted((one, other) => one.position - other.position);
    const page = rows.slice(0, limit);
    return {
      sessions: page.map((row) => readDocument(row)),
      nextPosition: page.at(-1)?.position ?? afterPosition,
      hasMore: rows.length > limit,
    };
  }

  async claimDue({ nowMs, limit, leaseMs, sessionId }: ClaimRequest): Promise<readonly ClaimedEffect[]> {
    const due = [...this.#disk.effects.values()]
      .filter((row) => row.availableAtMs <= nowMs && (sessionId === undefined || row.sessionId === sessionId))
      .toSorted((one, other) => one.availableAtMs - other.availableAtMs || one.id - other.id)
      .slice(0, limit);
    for (const row of due) {
      row.epoch += 1;
      row.availableAtMs = nowMs + leaseMs;
    }
    return due
      .toSorted((one, other) => one.effect.dueAtMs - other.effect.dueAtMs || one.id - other.id)
      .map((row) => ({ effectId: row.id, epoch: row.epoch, sessionId: row.sessionId, effect: { ...row.effect } }));
  }

  async renew(claims: readonly Claim[], { nowMs, leaseMs }: Lease): Promise<void> {
    for (const row of this.#disk.effects.values()) {
      if (claims.some(({ effectId, epoch }) => effectId === row.id && epoch === row.epoch)) row.availableAtMs = nowMs + leaseMs;
    }
  }

  async nextDueAtMs(): Promise<number | undefined> {
    if (this.#disk.effects.size === 0) return undefined;
    return Math.min(...Array.from(this.#disk.effects.values(), (row) => row.availableAtMs));
  }

  async bringForward(sessionId: string, nowMs: number, gapMs: number): Promise<boolean> {
    const session = this.#disk.sessions.get(sessionId);
    if (session === undefined || session.lookedAtMs > nowMs - gapMs) return false;
    session.lookedAtMs = nowMs;
    for (const [place, row] of this.#disk.effects) {
      const { effect, availableAtMs } = row;
      if (row.sessionId !== sessionId || row.token === '' || availableAtMs !== effect.dueAtMs || effect.dueAtMs <= nowMs) continue;
      this.#disk.effects.set(place, { ...row, effect: { ...effect, dueAtMs: nowMs }, availableAtMs: nowMs });
    }
    return true;
  }

  async findByToken(tenantId: string, token: string): Promise<readonly string[]> {
    const isMeant = (known: string) => known === token || (token.length === 36 && known.startsWith(token));
    return [...this.#disk.tokens].flatMap(([sessionId, tokens]) =>
      this.#disk.sessions.get(sessionId)?.tenantId === tenantId && [...tokens].some(isMeant) ? [sessionId] : [],
    );
  }

  watch(): void {
    // Nobody else ever changes this store.
  }

  async ping(): Promise<void> {
    // There is nothing that could be unreachable.
  }

  async close(): Promise<void> {
    // All that was promised is on the disk.
  }

  #strikeOff({ effectId, epoch }: Claim): boolean {
    for (const [place, row] of this.#disk.effects) if (row.id === effectId && row.epoch === epoch) return this.#disk.effects.delete(place);
    return false;
  }

  #rememberTokens(session: PaymentSession): void {
    const { id } = session.terms;
    const known = this.#disk.tokens.get(id) ?? new Set();
    const watches = 'current' in session ? [...session.watches, session.current] : session.watches;
    for (const { token } of watches) known.add(token);
    this.#disk.tokens.set(id, known);
  }

  #nextPosition(tenantId: string): number {
    let latest = 0;
    for (const row of this.#disk.sessions.values()) if (row.tenantId === tenantId) latest = Math.max(latest, row.position);
    return latest + 1;
  }

  #putEffects(sessionId: string, effects: readonly Effect[]): void {
    for (const effect of effects) {
      const token = 'token' in effect ? effect.token : '';
      this.#disk.lastEffectId += 1;
      const row = { id: this.#disk.lastEffectId, sessionId, token, effect: { ...effect }, epoch: 0, availableAtMs: effect.dueAtMs };
      this.#disk.effects.set(`${sessionId} ${token}`, row);
    }
  }
}

function readDocument({ document }: SessionRow): PaymentSession {
  return JSON.parse(document) as PaymentSession;
}
