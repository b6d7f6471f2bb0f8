import { join } from 'node:path';
import type { AttentionItem, WebhookDelivery } from '@collect-payment/contract';
import type { Random } from '@collect-payment/simulation/random';
import type { StageName } from './arguments.ts';
import { shiftClock } from './clock/shift-clock.ts';
import { ChangeReader } from './host/change-reader.ts';
import { readAll } from './host/read-all.ts';
import type { ClinicEvidence, Violation } from './oracle/evidence.ts';
import { Histories } from './oracle/histories.ts';
import { reckon, type Reckoning } from './oracle/reckon.ts';
import { eventually } from './pause.ts';
import { Caller } from './people/caller.ts';
import { Crowd } from './people/crowd.ts';
import { comeToRest } from './quiescence.ts';
import { makeTrouble } from './trouble/trouble.ts';
import type { TroubleTally } from './trouble/tally.ts';
import { polling } from './world/configurations.ts';
import { tenantIds, type TenantId } from './world/credentials.ts';
import { openWorld, type World } from './world/world.ts';

/** More than a stage can store. */
const ampleBytes = 64 * 1024 * 1024;
const peopleAtATime = 12;
const peopleLeaveWithinMs = 45_000;

export interface StageResult extends Reckoning {
  readonly sessions: number;
  readonly webhooks: number;
  readonly repeatedWebhooks: number;
  readonly trouble: TroubleTally;
  readonly deaths: number;
  readonly hungStarts: number;
  readonly brokenConnections: number;
  readonly logLines: number;
  readonly seconds: number;
  readonly logFolder: string;
}

/** One stage from its start to the reckoning. */
export async function runStage(stage: StageName, kills: number, random: Random, parent: string, brokerMain: string): Promise<StageResult> {
  const startedMs = performance.now();
  const folder = join(parent, stage);
  const world = await openWorld(stage, folder, brokerMain);
  try {
    await Promise.all(world.slots.map((slot) => slot.start(0)));
    const { credentials, instamed, slots, host, log } = world;
    const histories = new Histories();
    const caller = new Caller(
      slots.map(({ url }) => url),
      random.fork('load balancer'),
    );
    const readers = readersOf(world, caller, histories).map((reader) => reader.start());
    const crowd = new Crowd(stage, { caller, instamed, credentials, histories }, random.fork('people'), peopleAtATime);
    const trouble = await makeTrouble(world, kills, random.fork('trouble'));
    await world.disk?.makeRoom(ampleBytes);
    crowd.shut();
    await crowd.empty(peopleLeaveWithinMs);
    await comeToRest(world, readers, async () => (await judge()).violations.every(({ rule }) => rule !== 'I9 nothing stuck'));
    const reckoning = await judge();
    await Promise.all(readers.map((reader) => reader.stop()));
    const { booked, contradictions } = host.books;
    const violations = [
      ...reckoning.violations,
      ...violationsOf('I2 nothing twice', contradictions),
      ...violationsOf('I3 no cross-talk', histories.strays),
      ...violationsOf('I6 monotone', [...histories.contradictions, ...readers.flatMap(({ stepsBack }) => stepsBack)]),
      ...violationsOf('I5 nothing in logs', [...new Set(log.leaks)]),
      ...violationsOf(
        'a drain ends',
        slots.flatMap(({ complaints }) => complaints),
      ),
    ];
    return {
      ...reckoning,
      violations,
      sessions: histories.sessions.size,
      webhooks: booked.size,
      repeatedWebhooks: [...booked.values()].reduce((sum, { times }) => sum + times - 1, 0),
      trouble,
      deaths: slots.reduce((sum, { deaths }) => sum + deaths, 0),
      hungStarts: slots.reduce((sum, { hungStarts }) => sum + hungStarts, 0),
      brokenConnections: slots.flatMap(({ proxies }) => proxies).reduce((sum, { broken }) => sum + broken, 0),
      logLines: log.lines,
      seconds: Math.round((performance.now() - startedMs) / 1_000),
      logFolder: folder,
    };

    async function judge(): Promise<Reckoning> {
      const clinics = await gather(world, caller, readers);
      return reckon({
        orders: crowd.orders,
        clinics,
        webhooks: [...host.books.booked.values()],
        histories: new Map([...histories.sessions.keys()].map((id) => [id, histories.of(id)])),
        ledger: await instamed.ledger(),
        polls: slots.flatMap(({ polls }) => polls.polls),
        pollIntervalMs: polling.intervalMs,
        takeoversAtMs: trouble.takeoversAtMs,
      });
    }
  } finally {
    await world.close();
    shiftClock(0);
  }
}

const violationsOf = (rule: Violation['rule'], texts: readonly string[]): readonly Violation[] => texts.map((what) => ({ rule, what }));

function readersOf({ credentials }: World, caller: Caller, histories: Histories): readonly ChangeReader[] {
  return tenantIds.map((id) => new ChangeReader(caller, id, credentials.clinics[id].hostKey, histories));
}

/** What the clinics see now: read to the end by those who read all along, and once more from the beginning. */
async function gather(
  { credentials }: World,
  caller: Caller,
  readers: readonly ChangeReader[],
): Promise<Readonly<Record<TenantId, ClinicEvidence>>> {
  const clinic = async (tenantId: TenantId): Promise<ClinicEvidence> => {
    const { hostKey, accountId } = credentials.clinics[tenantId];
    const afresh = new ChangeReader(caller, tenantId, hostKey, new Histories());
    const isRead = await eventually(() => afresh.catchUp(), 60_000);
    if (!isRead) throw new Error('No broker answers when all is well');
    await eventually(async () => (await readers[tenantIds.indexOf(tenantId)]?.catchUp()) === true, 60_000);
    return {
      accountId,
      sessions: [...afresh.latest.values()],
      read: new Map(readers[tenantIds.indexOf(tenantId)]?.latest),
      attention: await readAll<AttentionItem>(caller, hostKey, '/v1/attention?status=all'),
      deliveries: await readAll<WebhookDelivery>(caller, hostKey, '/v1/webhook-deliveries'),
    };
  };
  return { riverside: await clinic('riverside'), hillside: await clinic('hillside') };
}
