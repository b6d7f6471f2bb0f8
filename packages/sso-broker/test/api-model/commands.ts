import type { CreatedPaymentSession, Launch, PaymentSessionList, PaymentSessionView } from '@collect-payment/contract';
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { terms, type Answer } from '../support/client.ts';
import { notification, post } from '../support/inbound.ts';
import { onScreen, tokenOf } from '../support/instamed.ts';
import { callers, codeOf, keyOf, refusalOf, until, type Caller, type KnownSession, type Model, type Real } from './model.ts';

type Command = fc.AsyncCommand<Model, Real>;
type Judged = Answer<unknown>;

/** A command about one of the sessions, by one of the callers. */
function about(name: string, run: (session: KnownSession, model: Model, real: Real) => Promise<void>): (which: number) => Command {
  return (which) => ({
    check: ({ sessions }) => sessions.length > 0,
    run: (model, real) => {
      real.count();
      return run(model.pick(which), model, real);
    },
    toString: () => `${name} ${which}`,
  });
}

/** The same by one of the callers: whoever may not is refused alike in every state, and nothing is changed. */
function asked(
  name: string,
  { method, path, scope }: { readonly method: 'GET' | 'POST'; readonly path: string; readonly scope: 'read' | 'write' },
  judge: (answer: Judged, session: KnownSession, model: Model, real: Real) => Promise<void> | void,
) {
  return (which: number, caller: Caller) =>
    about(`${name} by ${caller}`, async (session, model, real) => {
      const key = keyOf(caller, session, model);
      const call = { key, ...(method === 'POST' && { body: {}, headers: { 'idempotency-key': real.unique() } }) };
      const at = `/v1/payment-sessions/${session.created.id}${path}`;
      const answer = await real.broker.client.call<unknown>(at, call);
      const refusal = refusalOf(caller, scope, model);
      if (refusal !== undefined) return refused(answer, refusal);
      await judge(answer, session, model, real);
      if (scope === 'write') model.writes.push({ path: at, call, status: answer.status, body: answer.body });
    })(which);
}

const statusOf = ({ body }: { readonly body: unknown }) => (body as PaymentSessionView).status;

function create(invoice: string, keyed: string | undefined): Command {
  return {
    check: () => true,
    async run(model, { broker, unique, count }) {
      count();
      const story = unique();
      const key = keyed && `${story.split('-')[0]}-${keyed}`;
      const body = { ...terms, invoice };
      const answer = await broker.client.call<CreatedPaymentSession>('/v1/payment-sessions', {
        body,
        ...(key !== undefined && { headers: { 'idempotency-key': key } }),
      });
      const before = key === undefined ? undefined : model.keys.get(key);
      if (before !== undefined && before.invoice !== invoice) return refused(answer, [422, 'ERR_IDEMPOTENCY_KEY_REUSED']);
      expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([201, before === undefined ? null : 'true']);
      if (before !== undefined) return expect(answer.body).toEqual(before.created);
      expect(answer.body).toMatchObject({ status: 'created', sequence: 1, amount: terms.amount });
      model.add(answer.body);
      if (key !== undefined) model.keys.set(key, { invoice, created: answer.body });
    },
    toString: () => `create ${invoice} under ${keyed ?? 'no key'}`,
  };
}

function judgeLaunch(answer: Judged, session: KnownSession, model: Model): void {
  if (session.status === 'approved' || session.status === 'canceled') return refused(answer, [409, 'ERR_SESSION_SETTLED']);
  expect(answer.status).toBe(200);
  const given = answer.body as Launch;
  expect([given.reused, given.url]).toEqual([session.status === 'open', session.launch?.url ?? given.url]);
  expect(given.opening).toBeGreaterThan(session.launch?.opening ?? 0);
  // The page changes hands, which is a change of the session's.
  session.launch = given;
  model.changed(session, 'open');
}

async function judgeCancel(answer: Judged, session: KnownSession, model: Model, real: Real): Promise<void> {
  if (session.status === 'approved') return refused(answer, [409, 'ERR_SESSION_SETTLED']);
  const end = session.isPaid && session.status === 'open' ? 'approved' : 'canceled';
  expect([answer.status, [end, ...(session.status === 'open' ? ['confirming'] : [])]]).toEqual([
    200,
    expect.arrayContaining([statusOf(answer)]),
  ]);
  if (session.status === 'canceled') return;
  await until(real, session, end);
  model.changed(session, end);
}

async function judgeCheck(answer: Judged, session: KnownSession, model: Model, real: Real): Promise<void> {
  const { status, wasLookedAt } = session;
  session.wasLookedAt = true;
  const isNews = session.isPaid && status !== 'approved';
  const unchanged = !isNews || wasLookedAt ? [status] : [];
  const onTheWay = isNews ? ['approved', ...(status === 'open' ? ['confirming'] : [])] : [];
  expect([answer.status, [...unchanged, ...onTheWay]]).toEqual([200, expect.arrayContaining([statusOf(answer)])]);
  if (statusOf(answer) === status) return;
  await until(real, session, 'approved');
  model.changed(session, 'approved');
}

function judgeView({ status, body }: Judged, { created, ...known }: KnownSession): void {
  const { id, amount, createdAt } = created;
  expect([status, body]).toMatchObject([200, { id, amount, createdAt, status: known.status }]);
}

function judgeReceipt(answer: Judged, { status }: KnownSession): void {
  if (status !== 'approved') return refused(answer, status === 'canceled' ? [404, 'ERR_RECEIPT_NONE'] : [409, 'ERR_RECEIPT_NOT_READY']);
  expect([answer.status, answer.body]).toMatchObject([200, { approvedAmount: terms.amount }]);
}

function refused(answer: Judged, refusal: readonly [number, string]): void {
  expect(codeOf(answer)).toEqual(refusal);
}

const launch = asked('launch', { method: 'POST', path: '/launch', scope: 'write' }, judgeLaunch);
const cancel = asked('cancel', { method: 'POST', path: '/cancel', scope: 'write' }, judgeCancel);
const check = asked('check', { method: 'POST', path: '/check', scope: 'read' }, judgeCheck);
const read = asked('read', { method: 'GET', path: '', scope: 'read' }, judgeView);
const readReceipt = asked('receipt', { method: 'GET', path: '/receipt', scope: 'read' }, judgeReceipt);

/** A person pays on the hosted page, which neither the broker nor a cancel takes away. */
const pay = about('pay', async (session, _model, { instamed }) => {
  if (session.launch === undefined || session.isPaid) return;
  await onScreen(instamed, session.launch, 'pay');
  session.isPaid = true;
});

/** InstaMed's webhook, of what was done or of what was not; it is followed before the next command. */
async function followHint(session: KnownSession, model: Model, real: Real, isForged: boolean): Promise<void> {
  const { broker, instamed, unique } = real;
  const token = session.launch && tokenOf(session.launch);
  const sold = token === undefined ? undefined : instamed.ledger.launches.get(token)?.transactions[0]?.transactionId;
  if (!isForged && sold === undefined) return;
  const fields = {
    AdditionalInfo5: session.created.id,
    ResponseMessage: unique(),
    ...(token !== undefined && { SingleSignOnToken: token }),
    ...(!isForged && sold !== undefined && { PaymentTransactionID: sold }),
  };
  const followed = () => broker.log.filter((line) => line.includes('notice_followed')).length;
  const before = followed();
  expect((await post(broker, notification(fields))).status).toBe(200);
  await expect.poll(followed, { timeout: 60_000, interval: 5 }).toBe(before + 1);
  session.wasLookedAt = true;
  if (isForged && token !== undefined && !session.wasForged) {
    session.wasForged = true;
    model.changed(session);
  }
  if (!session.isPaid || session.status === 'approved') return;
  await until(real, session, 'approved');
  model.changed(session, 'approved');
}
const hint = about('hint', (session, model, real) => followHint(session, model, real, false));
const forgedHint = about('forged hint', (session, model, real) => followHint(session, model, real, true));

/** A write is made again, to the letter: nothing happens, and the answer is the first one's. */
const repeat = (which: number): Command => ({
  check: ({ writes }) => writes.length > 0,
  async run({ writes }, { broker, count }) {
    count();
    const write = writes[which % writes.length];
    if (write === undefined) return;
    const again = await broker.client.call<unknown>(write.path, write.call);
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([write.status, write.body, 'true']);
  },
  toString: () => `repeat ${which}`,
});

const list = (limit: number): Command => ({
  check: () => true,
  async run({ listed }, { broker, cursor, earlier, count }) {
    count();
    const found: (readonly [string, string])[] = [];
    let page = { nextCursor: cursor, hasMore: true };
    while (page.hasMore) {
      const path = `/v1/payment-sessions?limit=${limit}&changedSince=${page.nextCursor}`;
      const { body } = await broker.client.call<PaymentSessionList>(path);
      found.push(...body.data.map(({ id, status }) => [id, status] as const));
      page = body;
    }
    expect(found.filter(([id]) => !earlier.has(id))).toEqual(listed.map(({ created, status }) => [created.id, status]));
  },
  toString: () => `list by ${limit}`,
});

const which = fc.nat({ max: 3 });
/** Owners half of the time. */
const caller = fc.oneof(fc.constantFrom('host' as const, 'page' as const), fc.constantFrom(...callers));
const byCaller = (command: (index: number, by: Caller) => Command) => fc.tuple(which, caller).map(([index, by]) => command(index, by));

export const commands = [
  fc.tuple(fc.constantFrom('I-1', 'I-2'), fc.constantFrom(undefined, undefined, 'a', 'b')).map(([invoice, key]) => create(invoice, key)),
  byCaller(launch),
  byCaller(launch),
  byCaller(cancel),
  byCaller(check),
  byCaller(read),
  byCaller(readReceipt),
  which.map(pay),
  which.map(pay),
  which.map(hint),
  which.map(forgedHint),
  which.map(repeat),
  fc.constantFrom(1, 2, 50).map(list),
];
