import type { Random } from '@collect-payment/simulation/random';
import { pause } from '../pause.ts';
import type { BrokerSlot } from '../processes/broker-slot.ts';
import type { TroubleTally } from './tally.ts';

const mostSkewMs = 5 * 60_000;
/** Longer than the lease of 15 s, so that another broker has taken over when it goes on. */
const pastLeaseMs = { least: 15_500, most: 19_000 };

/** Kills, stops, drains and restarts the broker of a slot, until it has been killed so often. */
export async function troubleBroker(slot: BrokerSlot, mayKill: () => boolean, random: Random, tally: TroubleTally): Promise<void> {
  while (mayKill()) {
    await pause(random.spread(150, 1_500));
    const kind = random.between(1, 100);
    tally.takeoversAtMs.push(performance.now());
    if (kind <= 4) await stop(slot, random.between(pastLeaseMs.least, pastLeaseMs.most), tally);
    else if (kind <= 12) await stop(slot, random.spread(200, 3_000), tally);
    else if (kind <= 24) {
      tally.drains += 1;
      await slot.drain();
      await slot.start(drawSkewMs(random, tally));
    } else if (mayKill()) {
      tally.kills += 1;
      await slot.kill();
      // Dead for a while, so that the other one takes over; mostly not.
      if (random.chance(0.2)) await pause(random.spread(1_000, 22_000));
      await slot.start(drawSkewMs(random, tally));
    }
  }
}

async function stop(slot: BrokerSlot, ms: number, tally: TroubleTally): Promise<void> {
  tally.stops += 1;
  await slot.stopFor(ms);
}

/** Most clocks are right. */
function drawSkewMs(random: Random, tally: TroubleTally): number {
  if (!random.chance(0.12)) return 0;
  tally.skewedClocks += 1;
  return random.between(-mostSkewMs, mostSkewMs);
}
