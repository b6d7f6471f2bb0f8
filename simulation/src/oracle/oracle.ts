import type { PaymentSessionView } from '@collect-payment/contract';
import { acsPath, encodeCents } from '@collect-payment/protocol';
import type { Commit, Notice, PaymentSession } from '@collect-payment/sso-broker/core';
import type { Observer } from '../broker/store-port.ts';
import type { BrokerCore } from '../broker/broker-core.ts';
import { sessionIdField, type TenantId } from '../configuration.ts';
import type { InstaMed } from '../instamed/instamed.ts';
import type { Order } from '../people/order.ts';
import type { Trace } from '../trace.ts';
import { ClaimWatch } from './claim-watch.ts';
import { LaunchBooks } from './launch-books.ts';
import { moves } from './transitions.ts';
import { ReversalBooks } from './reversal-books.ts';
import { SaleBooks } from './sale-books.ts';
import { SavedCardBooks } from './saved-card-books.ts';
import { WebhookBooks } from './webhook-books.ts';

/** A promise that was broken: its name in docs/reliability.md, and what happened. */
export interface Violation {
  readonly rule: string;
  readonly what: string;
}

/** What a host has entered in its books for a session. */
export interface Booking {
  readonly transactionId: string;
  readonly approvedCents: string;
}

/**
 * Sees what no one else sees together: InstaMed's ledger, every commit on the broker's disk, and all that hosts and pages were told.
 * It shares no judgement with the broker: it counts money in the sandbox's ledger.
 */
export class Oracle {
  readonly violations: Violation[] = [];
  /** By session id: as it is on the disk. */
  readonly stored = new Map<string, PaymentSession>();
  readonly bookings = new Map<string, Booking>();
  /** The orders of which a host was told that nothing was sold. */
  readonly unsold = new Set<string>();
  readonly #core: BrokerCore;
  readonly #instamed: InstaMed;
  readonly #orders: readonly Order[];
  readonly #trace: Trace;
  readonly #storedStatuses = new Set<string>();
  readonly #lastTold = new Map<string, number>();
  /** The latest final outcome told of each session, and the sequence it was told with. */
  readonly #finals = new Map<string, { readonly told: string; readonly sequence: number }>();

  readonly #claims: ClaimWatch;
  readonly #notices = new Set<string>();
  readonly webhooks: WebhookBooks;
  readonly reversals: ReversalBooks;
  readonly sales: SaleBooks;
  readonly saved: SavedCardBooks;
  readonly #launches: LaunchBooks;

  constructor(core: BrokerCore, instamed: InstaMed, orders: readonly Order[], trace: Trace, nowMs: () => number) {
    this.#claims = new ClaimWatch(
      nowMs,
      (rule, what) => this.break(rule, what),
      (sessionId, reversalId) => this.#tokenOf(sessionId, reversalId),
    );
    this.#launches = new LaunchBooks((rule, what) => this.break(rule, what), trace);
    this.saved = new SavedCardBooks(instamed, (rule, what) => this.break(rule, what));
    this.sales = new SaleBooks((rule, what) => this.break(rule, what));
    this.reversals = new ReversalBooks({
      stored: this.stored,
      break: (rule, what) => this.break(rule, what),
      paymentsOf: (sessionId) => this.paymentsOf(sessionId),
      taken: () => this.#instamed.reversals,
    });
    this.webhooks = new WebhookBooks({
      nowMs,
      break: (rule, what) => this.break(rule, what),
      tenantOf: (sessionId) => this.stored.get(sessionId)?.terms.tenantId,
      paymentsOf: (sessionId) => this.paymentsOf(sessionId),
    });
    this.#core = core;
    this.#instamed = instamed;
    this.#orders = orders;
    this.#trace = trace;
  }

  /** What one broker process does, by the name that it has at the store. */
  observerOf(owner: string): Observer {
    return {
      created: (session) => this.#created(session),
      committed: (commit) => this.#committed(commit),
      claimed: (claims, leaseMs) => this.#claims.granted(owner, claims, leaseMs),
      renewed: (claims, leaseMs) => this.#claims.renewed(claims, leaseMs),
      noticed: (notice) => void this.#notices.add(notice.bodySha256),
      handedOver: () => this.#claims.handedOver(owner),
    };
  }

  get takeovers(): number {
    return this.#claims.takeovers;
  }

  #created(session: PaymentSession): void {
    this.#keep(session);
    const twins = [...this.stored.values()].filter(({ terms }) => terms.metadata?.['order'] === session.terms.metadata?.['order']);
    if (twins.length > 1) this.break('I2 nothing twice', `order ${session.terms.metadata?.['order']} has ${twins.length} sessions`);
  }

  #committed(commit: Commit): void {
    const { from, to } = commit;
    this.#claims.committed(commit);
    this.webhooks.committed(commit);
    this.reversals.committed(commit);
    this.sales.committed(commit);
    this.#launches.committed(commit);
    const before = this.stored.get(to.terms.id);
    if (before?.sequence !== from.sequence) this.break('fencing', `${short(to)} was decided on an overtaken session and stored`);
    if (before === undefined || to === from) return;
    if (to.sequence !== before.sequence + 1) this.break('I6 monotone', `${short(to)} goes from ${before.sequence} to ${to.sequence}`);
    if (to.status !== before.status && !moves[before.status].includes(to.status)) {
      this.break('I6 monotone', `${short(to)} went from ${before.status}`);
    }
    if (before.notes.some((note, at) => JSON.stringify(note) !== JSON.stringify(to.notes[at]))) {
      this.break('I6 monotone', `${short(to)} lost a note`);
    }
    this.#keep(to);
  }

  /** A call leaves the broker. */
  posted(url: string, body: string): void {
    if (/transactionAction=(?:Void|SimpleRefund)/.test(body)) return this.reversals.posted(body);
    if (body.includes('transactionAction=AuthCapt')) return this.sales.posted(body);
    if (!url.endsWith(acsPath)) return this.#claims.asked(body);
    this.#launches.posted(body);
  }

  /** InstaMed has its answer, and will not send it again: it is stored. */
  acknowledged({ transactionId, bodySha256 }: Notice): void {
    if (!this.#notices.has(bodySha256))
      this.break('I1 no silent payment', `the webhook about ${transactionId} was answered and never stored`);
  }

  /** A page got a token. Somebody must be watching it. */
  given(sessionId: string, token: string): void {
    this.#trace.add('page', () => `opens ${token.slice(0, 12)} of ${sessionId}`);
    const launch = this.#instamed.launchOf(token);
    if (launch?.parameters.additionalInfo?.[sessionIdField] !== sessionId) {
      this.break('I3 no cross-talk', `${sessionId} was given a token of another session`);
    }
  }

  /** A host or a page is told a session. Returns nothing to them: they believe it. */
  told(who: 'host' | 'page', tenantId: TenantId, session: PaymentSession): void {
    const view = this.#core.viewOf(session);
    this.#trace.add(who, () => `is told ${short(session)}`);
    const order = this.#orders.find(({ id }) => id === view.metadata?.['order']);
    if (order?.tenantId !== tenantId) this.break('I3 no cross-talk', `${tenantId} was told of order ${order?.id}`);
    if (order === undefined) return;
    const asked = order.requestedCents === undefined ? undefined : encodeCents(order.requestedCents);
    if (view.amount?.value !== asked) this.break('I4 amounts', `${short(session)} says ${view.amount?.value}`);
    if (!this.#storedStatuses.has(statusKey(session))) this.break('I8 no false success', `${short(session)} was told and never stored`);
    this.#checkOutcome(view, order);
    this.saved.told(session, view);
    if (who === 'host') this.#book(view);
  }

  /** A host's server is told that nothing was sold, and takes the money some other way. */
  toldUnsold({ id }: Order): void {
    this.#trace.add('host', () => `is told that order ${id} was not sold`);
    this.unsold.add(id);
  }

  /** The engine, or somebody in the world, threw what nobody expects. */
  threw(error: unknown): void {
    this.break('no exception', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  break(rule: string, what: string): void {
    this.#trace.add('oracle', () => `${rule}: ${what}`);
    this.violations.push({ rule, what });
  }

  #keep(session: PaymentSession): void {
    this.#trace.add('disk', () => `${short(session)}${session.notes.map(({ code }) => ` +${code}`).join('')}`);
    // Through text, as on a disk: what the engine does with its object afterwards is not stored.
    this.stored.set(session.terms.id, JSON.parse(JSON.stringify(session)) as PaymentSession);
    this.#storedStatuses.add(statusKey(session));
  }

  #checkOutcome({ id, sequence, outcome, status }: PaymentSessionView, order: Order): void {
    if (outcome === undefined) return;
    const told = `${outcome.status} ${outcome.approvedAmount?.value ?? ''} ${outcome.transactionId ?? ''}`;
    const final = this.#finals.get(id);
    // An answer that was overtaken on its way tells of the past, and says so by its sequence.
    const overtaken = final !== undefined && sequence < final.sequence;
    if (final !== undefined && final.told !== told && (!overtaken || outcome.final)) {
      this.break('I6 monotone', `${id} was final as "${final.told}" and is told as "${told}"`);
    }
    if (outcome.final && !overtaken) this.#finals.set(id, { told, sequence });
    if (outcome.status === 'approved' || outcome.status === 'partially_approved') {
      const payment = this.#paymentOf(id, outcome.transactionId);
      if (payment === undefined) this.break('I8 no false success', `${id} is told as ${status}, and no such payment exists`);
      else if (outcome.approvedAmount?.value !== encodeCents(payment.approvedCents)) {
        this.break('I4 amounts', `${id} is told as ${outcome.approvedAmount?.value}, and ${encodeCents(payment.approvedCents)} was taken`);
      } else if ((payment.approvedCents === order.requestedCents) !== (outcome.status === 'approved')) {
        this.break('I4 amounts', `${id} is told as ${status}, and ${encodeCents(payment.approvedCents)} was taken`);
      }
    } else if (outcome.final && this.paymentsOf(id).length > 0) {
      this.break('I1 no silent payment', `${id} is told as finally ${outcome.status}, and was paid`);
    }
  }

  /** The host's books: each session once, and never otherwise afterwards. */
  #book({ id, sequence, outcome }: PaymentSessionView): void {
    const last = this.#lastTold.get(id) ?? 0;
    if (sequence < last) this.break('I6 monotone', `the host was told sequence ${sequence} of ${id} after ${last}`);
    this.#lastTold.set(id, sequence);
    const booked = this.bookings.get(id);
    const paid = outcome?.status === 'approved' || outcome?.status === 'partially_approved';
    if (!paid) {
      if (booked !== undefined) this.break('I6 monotone', `${id} was told as paid and is now ${outcome?.status}`);
      return;
    }
    const booking: Booking = { transactionId: outcome.transactionId ?? '', approvedCents: outcome.approvedAmount?.value ?? '' };
    if (booked !== undefined && JSON.stringify(booked) !== JSON.stringify(booking)) {
      this.break('I2 nothing twice', `${id} was told as two payments`);
    }
    this.bookings.set(id, booking);
  }

  /** What InstaMed took on the session's tokens. */
  paymentsOf(sessionId: string) {
    return this.#instamed.launches
      .filter(({ parameters }) => parameters.additionalInfo?.[sessionIdField] === sessionId)
      .flatMap(({ transactions }) => transactions)
      .filter(({ approvedCents }) => approvedCents > 0);
  }

  /** The token whose receipt tells of a void or refund. */
  #tokenOf(sessionId: string, reversalId: string): string | undefined {
    const session = this.stored.get(sessionId);
    const reversal = session?.reversals?.find(({ id }) => id === reversalId);
    const found = [...(session && 'found' in session && session.found ? [session.found] : []), ...(session?.otherReceipts ?? [])];
    return found.find(({ receipt }) => receipt.transactionId === reversal?.transactionId)?.token;
  }

  #paymentOf(sessionId: string, transactionId: string | undefined) {
    return this.paymentsOf(sessionId).find((payment) => payment.transactionId === transactionId);
  }
}

function statusKey(session: PaymentSession): string {
  return `${session.terms.id} ${session.sequence} ${session.status}`;
}

export function short(session: PaymentSession): string {
  return `${session.terms.id.slice(0, 8)} #${session.sequence} ${session.status}`;
}
