import { afterEach, expect, test } from 'vitest';
import { refusal } from './broker-peer.ts';
import { Clinic } from './harness.ts';
import { moved, sampleReceipt, sampleSaving, sampleSession, transactionId } from './samples.ts';

let clinic: Clinic;
afterEach(() => clinic.close());

async function paying(): Promise<void> {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
}

test('a payment is told once, with its receipt, when the broker says it is approved', async () => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, 'open'));
  await clinic.happens(moved(clinic.broker.session, 'confirming'));
  expect(clinic.settled).toEqual([]);
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.settled).toHaveLength(1);
  expect(clinic.settled[0]).toMatchObject({ outcome: { status: 'approved' }, receipt: { transactionId }, bubbles: true, composed: true });
});

test('a saved card is told once, with no receipt and no money, and no receipt is asked for', async () => {
  clinic = await new Clinic(sampleSaving()).open();
  await clinic.press('Save a card');
  const saved = moved(clinic.broker.session, 'saved');
  for (const view of [saved, moved(clinic.broker.session, 'confirming'), saved, { ...saved, sequence: saved.sequence + 1 }])
    await clinic.happens(view);
  expect(clinic.settled).toHaveLength(1);
  const { outcome, receipt, session } = clinic.settled[0]!;
  expect([outcome.status, outcome.savedCard, receipt]).toEqual(['saved', { brand: 'VISA', lastFour: '1111' }, undefined]);
  for (const money of ['amount', 'approvedAmount', 'requestedAmount']) expect({ ...session, ...outcome }).not.toHaveProperty(money);
  expect(clinic.broker.count('GET', '/receipt')).toBe(0);
});

test('a payment without an amount is no answer of a broker’s', async () => {
  const { amount: _, ...session } = sampleSession();
  clinic = await new Clinic(session).open();
  expect(clinic.errors.map(({ code }) => code)).toEqual(['ERR_BROKER_RESPONSE']);
});

test('a settlement repeated, doubled and out of order is still told once', async () => {
  await paying();
  const open = moved(clinic.broker.session, 'open');
  const confirming = moved(open, 'confirming');
  const approved = moved(confirming, 'approved');
  for (const view of [approved, open, approved, confirming, approved, { ...approved, sequence: approved.sequence + 1 }]) {
    await clinic.happens(view);
  }
  expect(clinic.words).toContain('Paid $125.00');
  expect(clinic.settled).toHaveLength(1);
});

test('a view older than the one known changes nothing and is not told', async () => {
  await paying();
  const open = moved(clinic.broker.session, 'open');
  await clinic.happens(moved(open, 'confirming'));
  const { length } = clinic.changes;
  clinic.broker.push(open);
  await clinic.rest();
  expect(clinic.words).toContain('Confirming with InstaMed…');
  expect(clinic.changes).toHaveLength(length);
});

test('a receipt that is not ready at first is waited for before the page is told', async () => {
  await paying();
  clinic.broker.next('/receipt', () => refusal(409, 'ERR_RECEIPT_NOT_READY'), 2);
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.words).toContain('Paid $125.00');
  expect(clinic.settled).toEqual([]);
  await clinic.pass(3000);
  expect(clinic.settled[0]?.receipt).toEqual(sampleReceipt);
});

test('a receipt that never comes does not keep the settlement from being told', async () => {
  await paying();
  clinic.broker.receipt = undefined;
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  await clinic.pass(15_000);
  expect(clinic.settled).toHaveLength(1);
  expect(clinic.settled[0]?.receipt).toBeUndefined();
  expect(clinic.buttons).toEqual(['Done']);
});

test.each(['declined', 'canceled', 'failed'] as const)('%s is told without a receipt', async (status) => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, status));
  expect(clinic.settled).toHaveLength(1);
  expect(clinic.settled[0]).toMatchObject({ outcome: { status }, receipt: undefined });
  expect(clinic.broker.count('GET', '/receipt')).toBe(0);
});

test.each(['expired', 'unresolved', 'confirming'] as const)('%s settles nothing', async (status) => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, status));
  expect(clinic.settled).toEqual([]);
});

test('a late approval is shown, and the settlement is not told again', async () => {
  await paying();
  const canceled = moved(clinic.broker.session, 'canceled', { final: false });
  await clinic.happens(canceled);
  await clinic.happens(moved(canceled, 'approved', { late: true }));
  expect(clinic.words).toContain('Paid $125.00');
  expect(clinic.settled.map(({ outcome }) => outcome.status)).toEqual(['canceled']);
});

test('an element put back into the page does not tell the same news again', async () => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  clinic.close();
  await clinic.open();
  expect(clinic.words).toContain('Paid $125.00');
  expect(clinic.settled).toHaveLength(1);
});

test('two elements of one session tell its settlement once between them', async () => {
  await paying();
  const other = new Clinic(clinic.broker.session);
  other.broker.session = moved(clinic.broker.session, 'approved');
  await other.open();
  await clinic.happens(other.broker.session);
  expect(other.settled.length + clinic.settled.length).toBe(1);
  other.close();
});

test('a settlement still waiting for its receipt is told before the balance takes its place', async () => {
  await paying();
  clinic.broker.receipt = undefined;
  const first = moved(clinic.broker.session, 'partially_approved');
  await clinic.happens(first);
  expect(clinic.settled).toEqual([]);
  clinic.broker.given.push({ ...first, id: `${first.id}b`, status: 'created', sequence: 1, amount: { value: '45.00', currency: 'USD' } });
  await clinic.press('Pay the rest');
  expect(clinic.settled.map(({ session }) => session.id)).toEqual([first.id]);
  expect(clinic.buttons).toEqual(['Collect $45.00']);
});

test('a session for other than the balance due is refused, and what was taken stays on the screen', async () => {
  await paying();
  const first = moved(clinic.broker.session, 'partially_approved');
  await clinic.happens(first);
  clinic.broker.given.push({ ...first, id: `${first.id}b`, status: 'created', sequence: 1 });
  await clinic.press('Pay the rest');
  expect(clinic.broker.calls.findLast(({ path }) => path === '/collect')?.body).toEqual({ balanceOf: first.id });
  expect(clinic.errors.map(({ code }) => code)).toEqual(['ERR_SESSION_AMOUNT']);
  expect(clinic.words).toContain('Paid $80.00');
});

test('state changes are full snapshots, one for each change', async () => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, 'open'));
  await clinic.happens(moved(clinic.broker.session, 'declined'));
  expect(clinic.changes.map(({ view, session }) => `${view} ${session?.status}`)).toEqual([
    'idle created',
    'launching created',
    'open created',
    'open open',
    'declined declined',
  ]);
});
