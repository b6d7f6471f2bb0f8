import type { EnteredPayment, Launch } from '@collect-payment/sandbox/core';
import type { Notice } from '@collect-payment/sso-broker/core';
import type { Order } from '../people/order.ts';
import type { Habits, Stage } from './stage.ts';

export const card: EnteredPayment = { tender: 'card', cardNumber: '4111111111111111', expiry: '1230', cvv: '123' };
export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const tokenLifeMs = 15 * minuteMs;

/** Submits the form so long after the launch; the payment commits so long after that. `first` is done just before it commits. */
export function pay(world: Stage, launch: Launch, atMs: number, slowMs = 0, first: () => Promise<void> = async () => {}): void {
  const { queue, instamed } = world;
  queue.plan(atMs, () => {
    const { commit } = instamed.submit(launch, card, slowMs);
    queue.plan(slowMs, () => {
      void world.lives(async () => {
        await first();
        commit();
        world.trace.add('instamed', () => 'commits the payment');
      });
    });
  });
}

const order: Order = { id: '1', tenantId: 'riverside', requestedCents: 12_500, partialAllowed: false };

/** Pays half a minute after the page has opened. B5 and B6 are the pause and the poll in which that happens. */
export const paysInTime: Habits = {
  order,
  switches: {},
  restsAfterMs: 0,
  told: (answer) => answer,
  use(world, launch) {
    const payAtMs = 35 * secondMs;
    world.striker.notBeforeMs = world.now + payAtMs;
    pay(world, launch, payAtMs, 0, async () => strikeIdle(world, 'B5'));
  },
};

/** InstaMed tells of it by webhook at once, well before the next poll. */
export const paysAndTells: Habits = {
  ...paysInTime,
  use(world, launch) {
    pay(world, launch, 32 * secondMs);
    world.queue.plan(32 * secondMs + 50, () => void world.lives(async () => world.tell(saleOf(world))));
  },
};

/** InstaMed's webhook about what was paid. */
export function saleOf({ paidLaunch, sessionId }: Stage): Omit<Notice, 'receivedAtMs'> {
  const transactionId = paidLaunch?.transactions[0]?.transactionId ?? 'b'.repeat(32);
  return {
    tenantId: order.tenantId,
    transactionId,
    statusCode: 'C',
    transactionAction: 'Sale',
    bodySha256: 'c'.repeat(64),
    ...(paidLaunch !== undefined && { token: paidLaunch.token }),
    ...(sessionId !== '' && { sessionId }),
  };
}

const reversing: Habits = {
  ...paysInTime,
  use(world, launch) {
    pay(world, launch, 35 * secondMs);
  },
};

/** What the host takes back, once it is told of the payment; and what the receipt shows of it, which no source tells. */
export const takesBack: Readonly<Record<string, Habits>> = {
  void: { ...reversing, reversal: 'void' },
  'void that its receipt shows by the primary’s status': { ...reversing, reversal: 'void', switches: { receiptAfterVoid: 'primary' } },
  'refund that no receipt shows': { ...reversing, reversal: 'refund' },
  'refund that its receipt shows': { ...reversing, reversal: 'refund', switches: { receiptAfterRefund: 'refund' } },
};

/** InstaMed's webhook about what was taken back; of what it is about to be told of, where nothing was yet. */
export function reversalOf(world: Stage): Omit<Notice, 'receivedAtMs'> {
  const sale = saleOf(world);
  const isRefund = world.habits.reversal === 'refund';
  const [taken] = world.instamed.reversals;
  return {
    ...sale,
    transactionId: taken?.transactionId ?? (isRefund ? 'd'.repeat(32) : sale.transactionId),
    originalTransactionId: sale.transactionId,
    transactionAction: isRefund ? 'Refund' : 'Sale',
    statusCode: isRefund ? 'C' : 'V',
    bodySha256: 'e'.repeat(64),
  };
}

/** Submits the form in the token's last seconds, at a bank that commits after its end: B13 while EXPIRED is read, B14 once that was told. */
export const paysLate: Habits = {
  ...paysInTime,
  use(world, launch) {
    pay(world, launch, tokenLifeMs - 10 * secondMs, 3 * minuteMs, async () => strikeIdle(world, 'B14'));
  },
};

/** Strikes a process that is doing nothing at all. */
export async function strikeIdle(world: Stage, row: 'B5' | 'B14'): Promise<void> {
  const process = world.reachable;
  // Its end is not waited for: what happens at InstaMed waits for no broker.
  if (process !== undefined) void world.lives(() => world.striker.reached(row, process));
}
