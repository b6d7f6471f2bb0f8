import type { PostgresServer } from '@collect-payment/postgres-server';
import type { Random } from '@collect-payment/simulation/random';
import type { SmallDisk } from '../disk/small-disk.ts';
import type { HostServer } from '../host/host-server.ts';
import { pause } from '../pause.ts';
import { drawToxic, harmless } from '../proxy/toxic.ts';
import type { ToxicProxy } from '../proxy/toxic-proxy.ts';
import { faultNames, type InstaMed } from '../world/instamed.ts';
import type { TroubleTally } from './tally.ts';

/** Starting is tried as well, but not so often that nobody gets through: on a slow machine it takes longer than the calm lasts. */
const whileStarting = 0.15;

/** Whether trouble may strike now. */
export type MayStrike = () => boolean;

export const strikesMostlyWhenUp =
  (slots: readonly { readonly isUp: boolean }[], random: Random): MayStrike =>
  () =>
    slots.every(({ isUp }) => isUp) || random.chance(whileStarting);

/** One toxic after the other, with calm between them. */
export async function troubleNetwork(
  proxy: ToxicProxy,
  mayStrike: MayStrike,
  random: Random,
  tally: TroubleTally,
  end: AbortSignal,
): Promise<void> {
  while (!end.aborted) {
    await pause(random.spread(500, 6_000), end);
    if (end.aborted) break;
    if (!mayStrike()) continue;
    tally.toxics += 1;
    proxy.toxic = drawToxic(random);
    await pause(random.spread(100, 4_000), end);
    proxy.toxic = harmless;
  }
}

/** Cuts every connection to the database now and then, or lets the server crash. */
export async function troubleDatabase(
  { server, proxies }: { readonly server: PostgresServer; readonly proxies: readonly ToxicProxy[] },
  mayStrike: MayStrike,
  random: Random,
  tally: TroubleTally,
  end: AbortSignal,
): Promise<void> {
  while (!end.aborted) {
    await pause(random.spread(3_000, 25_000), end);
    if (end.aborted) break;
    if (!mayStrike()) continue;
    tally.takeoversAtMs.push(performance.now());
    if (random.chance(0.3)) {
      tally.databaseCrashes += 1;
      await server.crash();
    } else {
      tally.cuts += 1;
      for (const proxy of proxies) proxy.cutAll();
    }
  }
}

export async function troubleDisk(
  disk: SmallDisk,
  mayStrike: MayStrike,
  random: Random,
  tally: TroubleTally,
  end: AbortSignal,
): Promise<void> {
  while (!end.aborted) {
    await pause(random.spread(3_000, 15_000), end);
    if (end.aborted) break;
    if (!mayStrike()) continue;
    tally.diskFills += 1;
    await disk.fill();
    await pause(random.spread(300, 4_000), end);
    await disk.makeRoom();
  }
}

/** InstaMed fails by itself: each of the sandbox's faults, a few requests at a time. */
export async function troubleInstaMed(instamed: InstaMed, random: Random, tally: TroubleTally, end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    await pause(random.spread(500, 5_000), end);
    tally.faults += 1;
    await instamed.arm({ [random.pick(faultNames)]: random.between(1, 3) });
  }
}

export async function troubleHost(host: HostServer, random: Random, tally: TroubleTally, end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    await pause(random.spread(1_000, 8_000), end);
    if (end.aborted) break;
    tally.moods += 1;
    host.mood = random.pick(['failing', 'hanging', 'slow', 'forgetful']);
    await pause(random.spread(200, 3_000), end);
    host.mood = 'well';
  }
}
