import { expect } from '@playwright/test';
import type { Moment } from './cells.ts';
import { closeGate } from './gate.ts';
import type { World } from './world.ts';

/** Brings a payment to the moment, and keeps it there until what it returns is called. */
export type Reach = (world: World) => Promise<() => Promise<void>>;

const patterns = {
  session: /\/api\/accounts\/[^/]+\/collect/,
  launch: /\/launch$/,
  landing: /\/return\/confirm/,
};
/** More often than anybody asks in a test. */
const always = 1_000_000;
const free = (): Promise<void> => Promise.resolve();

export const reach: Readonly<Record<Moment, Reach>> = {
  W1: async (world) => {
    const gate = await closeGate(world.context, world.place.script, false);
    await world.place.open(world.page);
    await gate.reached;
    return async () => gate.open();
  },
  W2: async (world) => {
    const gate = await closeGate(world.context, patterns.session, true);
    await world.place.open(world.page);
    await gate.reached;
    return async () => gate.open();
  },
  W3: async (world) => {
    const gate = await closeGate(world.context, patterns.launch, true);
    await world.start(world);
    await gate.reached;
    return async () => gate.open();
  },
  W4: async (world) => {
    await world.start(world);
    await world.shows(/^open$/);
    await world.hosted().shown();
    return free;
  },
  // Paid, and the broker does not know yet: it cannot read what InstaMed says, and nobody has come to the page that leads back.
  W5: async (world) => {
    const gate = await closeGate(world.context, patterns.landing, false);
    await reach.W4(world);
    await world.sandbox.strike({ 'status-garbage': always });
    await world.payHere();
    await gate.reached;
    return async () => {
      await world.sandbox.strike({ 'status-garbage': 0 });
      gate.open();
      await world.look();
    };
  },
  // The broker knows that the page was used, and not yet for what.
  W6: async (world) => {
    await reach.W4(world);
    await world.sandbox.strike({ 'receipt-not-ready': always });
    await world.payHere();
    await world.shows(/^confirming$/);
    await expect.poll(() => world.status()).toBe('confirming');
    return async () => {
      await world.sandbox.strike({ 'receipt-not-ready': 0 });
      await world.look();
    };
  },
  W7: async (world) => {
    await reach.W4(world);
    await world.payHere();
    await world.shows(/^approved$/);
    return free;
  },
  W8: async (world) => {
    await world.place.open(world.page);
    return free;
  },
};
