import type { AttentionItem, PaymentSessionView, WebhookEvent } from '@collect-payment/contract';
import { expect, it } from 'vitest';
import type { BookedWebhook } from '../src/host/webhook-books.ts';
import type { Evidence, Rule } from '../src/oracle/evidence.ts';
import { reckon } from '../src/oracle/reckon.ts';

const at = '2026-01-01T00:00:00.000Z';
const id = 'ps_1';
const amount = { value: '125.00', currency: 'USD' } as const;
const view = (sequence: number, status: PaymentSessionView['status'], outcome?: PaymentSessionView['outcome']): PaymentSessionView => ({
  id,
  status,
  sequence,
  screen: 'simple-collect',
  sso: 'saml',
  amount,
  createdAt: at,
  updatedAt: at,
  expiresAt: at,
  metadata: { order: 'o-1', tenant: 'riverside' },
  ...(outcome && { outcome }),
});
const open = view(3, 'open');
const approved = view(5, 'approved', {
  status: 'approved',
  final: true,
  late: false,
  settledAt: at,
  requestedAmount: amount,
  approvedAmount: amount,
  transactionId: 't-1',
});
const webhook = (changes: Partial<WebhookEvent['data']> = {}, webhookId = 'evt_1'): BookedWebhook => {
  const data = { sessionId: id, status: 'approved', sequence: 5, transactionId: 't-1', ...changes } as const;
  return { id: webhookId, tenantId: 'riverside', body: '', event: { type: 'payment.settled', timestamp: at, data }, times: 1 };
};
const payment = {
  token: 'a',
  accountId: 'r',
  transactionId: 't-1',
  requestedCents: 12_500,
  approvedCents: 12_500,
  additionalInfo: { 5: id },
};
const token = { token: 'a', accountId: 'r', status: 'finished', polls: 1, receiptReads: 1, additionalInfo: { 5: id } };
const riverside = { accountId: 'r', sessions: [approved], read: new Map([[id, approved]]), attention: [], deliveries: [] };
const flag: AttentionItem = { id: 'att_1', sessionId: id, reason: 'second_payment', transactionId: 't-1', raisedAt: at };

const well: Evidence = {
  orders: [{ id: 'o-1', tenantId: 'riverside', cents: 12_500, allowPartial: false, sessionId: id, launchesAsked: 1, isLeftAlone: true }],
  clinics: { riverside, hillside: { accountId: 'h', sessions: [], read: new Map(), attention: [], deliveries: [] } },
  webhooks: [webhook()],
  histories: new Map([[id, [open, approved]]]),
  ledger: { payments: [payment], tokens: [token] },
  polls: [],
  pollIntervalMs: 1_000,
  takeoversAtMs: [],
};
const seen = (...sessions: readonly PaymentSessionView[]): Evidence => ({
  ...well,
  clinics: { ...well.clinics, riverside: { ...riverside, sessions, read: new Map(sessions.map((one) => [one.id, one])) } },
});
const polls = ['one', 'two'].map((broker, index) => ({ broker, token: 'a', startedAtMs: index * 50, answeredAtMs: index * 50 + 5 }));

it('a payment that everybody tells alike is told, once', () => {
  expect(reckon(well)).toEqual({ payments: 1, told: 1, flagged: 0, duplicatePolls: 0, violations: [] });
});

it('a payment that a person is told to look at is flagged, not lost', () => {
  const unpaid = view(5, 'expired');
  const evidence = { ...seen(unpaid), webhooks: [], histories: new Map([[id, [open]]]) };
  const flagged = { ...evidence, clinics: { ...evidence.clinics, riverside: { ...evidence.clinics.riverside, attention: [flag] } } };
  expect(reckon(flagged)).toMatchObject({ told: 0, flagged: 1, violations: [] });
});

it.each<[string, Evidence, Rule]>([
  ['a payment nobody was told of', { ...seen(view(5, 'expired')), webhooks: [], histories: new Map() }, 'I1 no silent payment'],
  ['a payment that the webhooks kept quiet about', { ...well, webhooks: [] }, 'I1 no silent payment'],
  ['a session that was promised and is gone', { ...seen(), histories: new Map(), webhooks: [] }, 'I1 no silent payment'],
  [
    'a change that the list passed over',
    { ...well, clinics: { ...well.clinics, riverside: { ...riverside, read: new Map([[id, open]]) } } },
    'I1 no silent payment',
  ],
  ['a payment told by two webhooks', { ...well, webhooks: [webhook(), webhook({}, 'evt_2')] }, 'I2 nothing twice'],
  ['an order with two sessions', seen(approved, { ...approved, id: 'ps_2' }), 'I2 nothing twice'],
  [
    'a webhook to the wrong clinic',
    { ...well, webhooks: [webhook(), { ...webhook({}, 'evt_2'), tenantId: 'hillside' }] },
    'I3 no cross-talk',
  ],
  ['a launch at another account', { ...well, ledger: { ...well.ledger, tokens: [{ ...token, accountId: 'h' }] } }, 'I3 no cross-talk'],
  ['a wrong amount told', { ...well, ledger: { ...well.ledger, payments: [{ ...payment, approvedCents: 10_000 }] } }, 'I4 amounts'],
  ['a wrong amount asked', { ...well, ledger: { ...well.ledger, payments: [{ ...payment, requestedCents: 1 }] } }, 'I4 amounts'],
  ['a status that went back', { ...well, histories: new Map([[id, [open, view(4, 'created'), approved]]]) }, 'I6 monotone'],
  ['a payment told and not made', { ...well, ledger: { ...well.ledger, payments: [] } }, 'I8 no false success'],
  [
    'a state told and not stored',
    { ...well, histories: new Map([[id, [open, approved, { ...approved, sequence: 6 }]]]) },
    'I8 no false success',
  ],
  ['a session that never ends', { ...seen(open), histories: new Map([[id, [open]]]) }, 'I9 nothing stuck'],
  [
    'a sign-on that nobody asked for',
    { ...well, ledger: { ...well.ledger, tokens: [token, { ...token, token: 'b' }] } },
    'I11 never blindly',
  ],
  ['a token with two pollers', { ...well, polls }, 'one poller'],
])('%s is found out', (_name, evidence, rule) => {
  expect(reckon(evidence).violations.map((violation) => violation.rule)).toContain(rule);
});

it('one poll too many at a takeover is no fault', () => {
  expect(reckon({ ...well, polls, takeoversAtMs: [20] })).toMatchObject({ duplicatePolls: 1, violations: [] });
});
