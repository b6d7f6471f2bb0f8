import { Broker } from './broker/broker.ts';
import type { BrokerCore } from './broker/broker-core.ts';
import { createDisk, type DiskKind } from './broker/disk.ts';
import { IdleLooks } from './broker/idle-looks.ts';
import { tenantIds } from './configuration.ts';
import { EventQueue } from './event-queue.ts';
import { Faults, type FaultKind } from './faults.ts';
import { InstaMed } from './instamed/instamed.ts';
import { Network } from './instamed/network.ts';
import { NoticeSender } from './instamed/notice-sender.ts';
import { Oracle, type Violation } from './oracle/oracle.ts';
import { reckon } from './oracle/reckon.ts';
import { reckonAudit } from './oracle/reckon-audit.ts';
import { Caller } from './people/caller.ts';
import { Cashier } from './people/cashier.ts';
import { Host } from './people/host.ts';
import { HostEndpoints } from './people/host-endpoint.ts';
import { drawOrder } from './people/order.ts';
import { Person } from './people/person.ts';
import { Till } from './people/till.ts';
import { Random } from './random.ts';
import { Trace } from './trace.ts';

export interface WorldOptions {
  readonly core: BrokerCore;
  readonly seed: number;
  /** Left to the seed when not given: some worlds have two brokers. */
  readonly disk?: DiskKind;
  /** A copy of the disk with a bug planted in it, in place of the right one. */
  readonly createDisk?: typeof createDisk;
  /** Kinds of trouble that do not happen, whatever the seed says. */
  readonly without?: ReadonlySet<FaultKind>;
  readonly traced?: boolean;
}

export interface WorldResult {
  readonly violations: readonly Violation[];
  readonly sessions: number;
  readonly payments: number;
  /** Payments that were flagged for a person rather than told. */
  readonly flagged: number;
  readonly events: number;
  readonly brokers: number;
  readonly crashes: number;
  /** Those that a host has accepted. */
  readonly webhooks: number;
  /** How often one broker took over what another had claimed. */
  readonly takeovers: number;
  /** Voids and refunds that were asked for. */
  readonly reversals: number;
  /** Sales by a card reader or by the host's server that were sent. */
  readonly sales: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly trace: readonly string[];
}

const startMs = Date.UTC(2026, 0, 5, 8);
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
/** Somebody may come back after some sixty hours; launch, token and look-ups take less than four days. */
const endMs = startMs + 12 * dayMs;
const mostSessions = 4;

/** Every third world has two brokers. */
function drawDisk(random: Random): DiskKind {
  return random.chance(1 / 3) ? 'shared' : 'simulated';
}

/** One world from its beginning until nothing moves in it. The same options give the same history, to the event. */
export async function runWorld(options: WorldOptions): Promise<WorldResult> {
  const { core, seed, without = new Set(), traced = false } = options;
  const random = new Random(seed);
  const queue = new EventQueue(startMs);
  const trace = new Trace(() => queue.nowMs, traced);
  const struck = new Map<FaultKind, number>();
  const faults = new Faults(random.fork('faults'), without, struck);
  const instamed = new InstaMed(() => queue.nowMs, random.fork('instamed'), faults);
  const orders = Array.from({ length: random.between(1, mostSessions) }, (_, at) => drawOrder(`${at + 1}`, random.fork(`order ${at}`)));
  const oracle = new Oracle(core, instamed, orders, trace, () => queue.nowMs);
  const network = new Network(queue, instamed, faults, random.fork('network'));
  const disk = (options.createDisk ?? createDisk)(options.disk ?? drawDisk(random.fork('disk')), core);
  const idle = new IdleLooks(queue);
  const endpoints = new HostEndpoints(queue, faults, random.fork('endpoints'), oracle.webhooks);
  const dependencies = { core, disk, idle, queue, network, endpoints, faults, trace, observe: oracle };
  const brokerNamed = (name: string) => new Broker({ ...dependencies, name, random: random.fork(name) });
  const brokers = [brokerNamed('broker'), ...(disk.isShared ? [brokerNamed('broker two')] : [])] as const;
  const caller = new Caller(queue, brokers, faults, random.fork('caller'));
  new NoticeSender(queue, instamed, caller, faults, random.fork('notices')).start();
  const hosts = tenantIds.map((tenantId) => new Host(tenantId, queue, caller, oracle, random.fork(tenantId)));
  let settled = 0;

  for (const [at, order] of orders.entries()) {
    const own = random.fork(`person ${at}`);
    const host = hosts.find(({ tenantId }) => tenantId === order.tenantId);
    void live(async () => {
      await queue.sleep(own.spread(1_000, 60 * minuteMs));
      const till =
        order.requestedCents !== undefined && faults.strikes('paid by server')
          ? new Till({ queue, caller, oracle, random: random.fork(`till ${at}`) }, order)
          : undefined;
      const sessionId = await (till?.sell() ?? host?.create(order));
      if (sessionId === undefined) return;
      const cashier = new Cashier({ queue, caller, faults, random: random.fork(`cashier ${at}`) }, sessionId);
      const person = new Person({ queue, caller, instamed, faults, oracle, random: own }, order, sessionId);
      await Promise.all([till === undefined ? person.live() : undefined, cashier.live()]);
    });
  }
  for (const host of hosts) void live(() => readNowAndThen(host));

  let events = await queue.run(endMs, () => oracle.violations.length > 0);
  if (oracle.violations.length === 0) {
    for (const host of hosts) void live(() => readToTheEnd(host));
    events += await queue.run(endMs + dayMs, () => oracle.violations.length > 0);
  }
  if (oracle.violations.length === 0) {
    if (settled < orders.length + 2 * hosts.length) oracle.break('I9 nothing stuck', 'somebody still waits for an answer');
    const dueAtMs = await Promise.all(brokers.map((broker) => broker.nextDueAtMs()));
    if (dueAtMs.some((atMs) => atMs !== undefined)) oracle.break('I9 nothing stuck', 'work is stored that nobody performs');
    for (const broker of brokers) oracle.webhooks.reckon((await broker.deliveries()) ?? []);
    reckon(core, oracle, instamed, orders);
    const trail = brokers.map((broker) => broker.auditTrail).find((opened) => opened !== undefined);
    if (trail !== undefined) await reckonAudit(core, oracle, trail);
  }
  for (const broker of brokers) broker.end();
  disk.remove();
  const payments = [...oracle.stored.keys()].flatMap((id) => oracle.paymentsOf(id));
  const booked = new Set(Array.from(oracle.bookings.values(), ({ transactionId }) => transactionId));
  return {
    violations: oracle.violations,
    sessions: oracle.stored.size,
    payments: payments.length,
    flagged: payments.filter(({ transactionId }) => !booked.has(transactionId)).length,
    events,
    brokers: brokers.length,
    crashes: brokers.reduce((sum, broker) => sum + broker.crashes, 0),
    webhooks: oracle.webhooks.count,
    takeovers: oracle.takeovers,
    reversals: oracle.reversals.count,
    sales: oracle.sales.count,
    faults: struck,
    trace: trace.lines,
  };

  /** What goes wrong in anybody's life is the world's to report. */
  async function live(life: () => Promise<void>): Promise<void> {
    try {
      await life();
      settled += 1;
    } catch (error) {
      oracle.threw(error);
    }
  }

  async function readNowAndThen(host: Host): Promise<void> {
    const own = random.fork(`reading ${host.tenantId}`);
    const awayUntilMs = faults.strikes('host away') ? startMs + own.spread(minuteMs, 3 * dayMs) : startMs;
    await queue.sleep(awayUntilMs - startMs);
    while (queue.nowMs < startMs + 3 * dayMs) {
      await host.read();
      await queue.sleep(queue.nowMs < startMs + 180 * minuteMs ? own.spread(30_000, 60 * minuteMs) : own.spread(60 * minuteMs, dayMs));
    }
  }

  async function readToTheEnd(host: Host): Promise<void> {
    while (!(await host.read())) await queue.sleep(minuteMs);
  }
}
