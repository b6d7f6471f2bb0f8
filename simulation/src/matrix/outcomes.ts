import type { AttentionReason, PaymentSessionStatus } from '@collect-payment/contract';
import type { Launch, Transaction } from '@collect-payment/sandbox/core';
import { readNotification, writeNotification } from '@collect-payment/protocol';
import type { UpstreamAnswer } from '@collect-payment/sso-broker/core';
import { minuteMs, pay, paysInTime, saleOf, secondMs, strikeIdle, tokenLifeMs } from './habits.ts';
import type { Row } from './table.ts';
import type { Habits, Stage } from './stage.ts';

/** What InstaMed makes of a payment, or says of it: a column that is lived through with the broker killed at each of B5 to B10. */
export interface Outcome {
  readonly name: string;
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly name: string;
  readonly habits: Habits;
  readonly status: PaymentSessionStatus;
  readonly attention?: readonly AttentionReason[];
}

export const outcomeRows: readonly Row[] = ['B5', 'B6', 'B7', 'B8', 'B9', 'B10'];

const payAtMs = 35 * secondMs;
const cents = (requestedCents: number, partialAllowed = false): Habits => ({
  ...paysInTime,
  order: { ...paysInTime.order, requestedCents, partialAllowed },
});
const only = (habits: Habits, status: PaymentSessionStatus, attention: readonly AttentionReason[] = []): readonly Variant[] => [
  { name: '', habits, status, attention },
];
const after = (world: Stage, delayMs: number, run: () => Promise<void> | void): void => {
  world.queue.plan(delayMs, () => void world.lives(async () => run()));
};
/** A receipt is text, changed as InstaMed would write it. */
const rewritten = (answer: UpstreamAnswer, from: string, to: string): UpstreamAnswer => ({
  ...answer,
  body: Buffer.from(Buffer.from(answer.body).toString().replace(from, to)),
});
/** In InstaMed's books no money is kept of it. */
function moneyGone(launch: Launch): void {
  const [first] = launch.transactions;
  if (first !== undefined) launch.transactions[0] = { ...first, approvedCents: 0 } satisfies Transaction;
}

const notReadyFor = (tries: number): Habits => ({
  ...paysInTime,
  told(answer, call, count) {
    if (call !== 'receipt' || count > tries) return answer;
    return { ...answer, body: Buffer.from('errorCode=400&errorMessage=An+unexpected+error+occurred') };
  },
});

/** The payment commits that long after the last poll has arrived, which is the very end of the token's life. */
const atTheEnd = (ticks: number): Habits => ({
  ...paysInTime,
  use(world, launch) {
    const slowMs = 10 * secondMs;
    const commitsInMs = launch.createdAt.getTime() + 40 + tokenLifeMs + ticks - world.now;
    world.striker.notBeforeMs = world.now + commitsInMs - 2 * secondMs;
    after(world, commitsInMs - secondMs, () => strikeIdle(world, 'B5'));
    pay(world, launch, commitsInMs - slowMs, slowMs);
  },
});

const unknownWord: Habits = {
  ...paysInTime,
  told: (answer, call) => (call === 'status' ? rewritten(answer, '>USED<', '>IN PROGRESS<') : answer),
};

const twice: Habits = {
  ...paysInTime,
  restsAfterMs: 60 * minuteMs,
  switches: { paymentsPerToken: 'many' },
  use(world, launch) {
    paysInTime.use(world, launch);
    pay(world, launch, payAtMs + 500);
    for (const index of [0, 1]) {
      after(world, payAtMs + 1_000, () => {
        const transactionId = launch.transactions[index]?.transactionId ?? '';
        return world.tell({ ...saleOf(world), transactionId, bodySha256: String(index).padEnd(64, '0') });
      });
    }
  },
};

const voided: Habits = {
  ...paysInTime,
  told: (answer, call) => (call === 'receipt' ? rewritten(answer, 'transactionStatus=C', 'transactionStatus=V') : answer),
  use(world, launch) {
    paysInTime.use(world, launch);
    after(world, payAtMs + 100, () => moneyGone(launch));
    after(world, payAtMs + 200, () =>
      world.tell({ ...saleOf(world), statusCode: 'V', transactionAction: 'Void', bodySha256: 'd'.repeat(64) }),
    );
    after(world, payAtMs + minuteMs, () => world.tell(saleOf(world)));
  },
};

const chargedBack: Habits = {
  ...paysInTime,
  restsAfterMs: 180 * minuteMs,
  use(world, launch) {
    paysInTime.use(world, launch);
    after(world, 120 * minuteMs, () => world.tell({ ...saleOf(world), statusCode: 'CB', bodySha256: 'd'.repeat(64) }));
  },
};

const foreignToken = Buffer.from('00000000-0000-4000-8000-000000000000').toString('base64');
const elsewhere: Habits = {
  ...paysInTime,
  use(world, launch) {
    paysInTime.use(world, launch);
    const { sessionId: _, ...notice } = saleOf(world);
    const foreign = { ...notice, transactionId: 'e'.repeat(32) };
    after(world, payAtMs - 500, () => world.tell({ ...foreign, token: foreignToken }));
    after(world, payAtMs + 500, () => world.tell({ ...foreign, tenantId: 'hillside', bodySha256: 'd'.repeat(64) }));
  },
};
const elsewhereForOurs: Habits = {
  ...paysInTime,
  restsAfterMs: 60 * minuteMs,
  use(world, launch) {
    paysInTime.use(world, launch);
    after(world, payAtMs + 500, () => world.tell({ ...saleOf(world), transactionId: 'e'.repeat(32), token: foreignToken }));
  },
};

const otherAmount: Habits = {
  ...paysInTime,
  use(world, launch) {
    paysInTime.use(world, launch);
    after(world, payAtMs + 100, () => {
      const { transactionId, token } = saleOf(world);
      const fields = {
        PaymentTransactionID: transactionId,
        TransactionAction: 'Sale',
        CurrentTransactionStatusCode: 'C',
        Amount: '1.00',
        SingleSignOnToken: token ?? '',
      };
      const read = readNotification('json', Buffer.from(writeNotification('json', Object.entries(fields), 'PaymentTransaction').body));
      if (read.type !== 'payment') throw new Error('The simulated webhook is wrong');
      const { type: __, additionalInfo: ___, ...found } = read;
      return world.tell({ ...found, tenantId: 'riverside', bodySha256: 'd'.repeat(64) });
    });
  },
};

const saved: Habits = {
  ...paysInTime,
  told: (answer, call) => (call === 'receipt' ? rewritten(answer, 'transactionStatus=C', 'transactionStatus=O') : answer),
  use(world, launch) {
    paysInTime.use(world, launch);
    after(world, payAtMs, () => moneyGone(launch));
  },
};

export const outcomes: readonly Outcome[] = [
  { name: 'approved', variants: only(paysInTime, 'approved') },
  { name: 'declined', variants: only(cents(12_505), 'declined') },
  {
    name: 'a part approved, parts not allowed',
    variants: (['010', '051'] as const).map((code) => ({
      name: `as ${code}`,
      habits: { ...cents(12_510), switches: { partialRefused: code } },
      status: 'declined',
    })),
  },
  { name: 'a part approved, parts allowed', variants: only(cents(12_510, true), 'partially_approved') },
  {
    name: 'receipt not ready at first',
    variants: [
      { name: '1 try', habits: notReadyFor(1), status: 'approved' },
      { name: '5 tries', habits: notReadyFor(5), status: 'approved' },
      // More than are made in a day.
      { name: '90 tries', habits: notReadyFor(90), status: 'unresolved', attention: ['receipt_never_found'] },
    ],
  },
  { name: 'receipt never ready', variants: only(notReadyFor(Infinity), 'unresolved', ['receipt_never_found']) },
  {
    name: 'status word',
    variants: [
      ...(['USED', 'complete', 'Complete'] as const).map((word): Variant => ({
        name: word,
        habits: { ...paysInTime, switches: { finishedStatus: word } },
        status: 'approved',
      })),
      { name: 'unknown', habits: unknownWord, status: 'approved' },
    ],
  },
  {
    name: 'EXPIRED as the payment commits',
    variants: [-1, 0, 1].map((ticks) => ({ name: `${ticks} ms`, habits: atTheEnd(ticks), status: 'approved' })),
  },
  { name: 'two payments on one token', variants: only(twice, 'approved', ['second_payment']) },
  { name: 'void seen before the sale', variants: only(voided, 'canceled') },
  { name: 'chargeback later', variants: only(chargedBack, 'approved', ['reversal_reported']) },
  {
    name: 'another token or merchant',
    variants: [
      { name: 'webhooks about them', habits: elsewhere, status: 'approved' },
      {
        name: 'a webhook that names our session with a token that is not its',
        habits: elsewhereForOurs,
        status: 'approved',
        attention: ['orphan_payment'],
      },
    ],
  },
  { name: 'another amount in the webhook', variants: only(otherAmount, 'approved') },
  { name: 'saved on file in place of a sale', variants: only(saved, 'unresolved', ['receipt_never_found', 'undecided_receipt']) },
];
