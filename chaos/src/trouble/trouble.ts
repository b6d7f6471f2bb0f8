import type { PostgresServer } from '@collect-payment/postgres-server';
import type { Random } from '@collect-payment/simulation/random';
import type { SmallDisk } from '../disk/small-disk.ts';
import type { HostServer } from '../host/host-server.ts';
import type { BrokerSlot } from '../processes/broker-slot.ts';
import type { ToxicProxy } from '../proxy/toxic-proxy.ts';
import type { InstaMed } from '../world/instamed.ts';
import { troubleBroker } from './broker-trouble.ts';
import { strikesMostlyWhenUp, troubleDatabase, troubleDisk, troubleHost, troubleInstaMed, troubleNetwork } from './surrounding-trouble.ts';
import { emptyTally, type TroubleTally } from './tally.ts';

export interface Troubled {
  readonly slots: readonly BrokerSlot[];
  readonly instamed: InstaMed;
  readonly host: HostServer;
  readonly database: { readonly server: PostgresServer; readonly proxies: readonly ToxicProxy[] } | undefined;
  readonly disk: SmallDisk | undefined;
}

/** All the trouble at once, each kind with numbers of its own, until brokers have been killed so often. Then everything is well again. */
export async function makeTrouble(troubled: Troubled, kills: number, random: Random): Promise<TroubleTally> {
  const { slots, instamed, host, database, disk } = troubled;
  const tally = emptyTally();
  const ended = new AbortController();
  const end = ended.signal;
  const mayStrike = strikesMostlyWhenUp(slots, random.fork('starts'));
  const surroundings = [
    ...slots.flatMap((slot, broker) =>
      slot.proxies.map((proxy, way) =>
        troubleNetwork(
          proxy,
          strikesMostlyWhenUp([slot], random.fork(`start ${broker} ${way}`)),
          random.fork(`network ${broker} ${way}`),
          tally,
          end,
        ),
      ),
    ),
    troubleInstaMed(instamed, random.fork('instamed'), tally, end),
    troubleHost(host, random.fork('host'), tally, end),
    ...(database === undefined ? [] : [troubleDatabase(database, mayStrike, random.fork('database'), tally, end)]),
    ...(disk === undefined ? [] : [troubleDisk(disk, mayStrike, random.fork('disk'), tally, end)]),
  ];
  const mayKill = () => tally.kills < kills;
  await Promise.all(slots.map((slot, index) => troubleBroker(slot, mayKill, random.fork(`broker ${index}`), tally)));
  ended.abort();
  await Promise.all(surroundings);
  await instamed.disarm();
  return tally;
}
