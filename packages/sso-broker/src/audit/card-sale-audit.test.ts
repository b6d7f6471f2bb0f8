import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newSession } from '../../test/engine/broker.ts';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import { ScriptedGateway, timeout } from '../../test/engine/scripted-gateway.ts';
import { approved } from '../../test/session/receipts.ts';
import { terms } from '../../test/session/terms.ts';
import { recordedOf, writer } from '../../test/support/chain.ts';
import { makeDirectory } from '../../test/support/directory.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { CardRead, SaleAnswer } from '../engine/gateway.ts';
import { SqliteStore } from '../storage/sqlite/sqlite-store.ts';

const device = { name: 'DynaPro SC', serialNumber: '98DC2522081D0A0E', firmwareVersion: '30050851-D1-PCI' };
const read: CardRead = { device, entry: 'chip', fallback: false, data: 'C1D2E3F4' };
const page = { actor: { type: 'page', sessionId: 'ps_1' } } as const;

/** An engine over SQLite whose InstaMed notes, as each sale is asked of it, what is on record by then. */
function stage() {
  const store = new SqliteStore(join(makeDirectory(), 'broker.sqlite'));
  const onRecord = async () => recordedOf(store.audit, terms.tenantId);
  const beforeSale: (readonly string[])[] = [];
  class NotingGateway extends ScriptedGateway {
    override async sell(): Promise<SaleAnswer> {
      beforeSale.push((await onRecord()).map(({ event }) => event.type));
      return this.nextSales.shift() ?? timeout;
    }
  }
  const gateway = new NotingGateway();
  const { polling } = terms;
  const engine = createEngine({
    store,
    gateway,
    polling,
    clock: new FakeClock(),
    log: () => {},
    randomBytes,
    random: Math.random,
    audit: writer,
  });
  onTestFinished(async () => {
    await engine.stop();
    await store.close();
  });
  return { engine, gateway, store, beforeSale, onRecord };
}

test('a sale by a card reader is on record, and by whom, before InstaMed is asked for it; and once for each time it is asked', async () => {
  const { engine, gateway, beforeSale, onRecord } = stage();
  const created = await engine.create(newSession);
  if (created.type !== 'created') throw new Error(created.type);
  const { id: sessionId } = created.session.terms;
  gateway.nextSales = [{ type: 'refused' }];
  expect(await engine.payByCardRead(sessionId, read, page)).toEqual({ type: 'sale_refused' });
  expect(await engine.payByCardRead(sessionId, read, page)).toMatchObject({ type: 'paid', session: { status: 'confirming' } });

  const launched = ['session_created', 'session_launched', 'signing_key_used'];
  expect(beforeSale).toEqual([
    [...launched, 'card_sale_intended'],
    [...launched, 'card_sale_intended', 'card_sale_intended'],
  ]);
  const rows = await onRecord();
  const sales = rows.filter(({ event }) => event.type === 'card_sale_intended');
  expect(sales.map(({ actor, event }) => [actor, event])).toEqual(
    Array.from({ length: 2 }, () => [page.actor, { type: 'card_sale_intended', sessionId }]),
  );
  expect(JSON.stringify(rows)).not.toMatch(/C1D2E3F4|98DC2522081D0A0E/);
});

test('a sale that a host’s server asks for is on record before InstaMed is asked, is refused but once, and its card’s name is nowhere', async () => {
  const { engine, gateway, store, beforeSale, onRecord } = stage();
  const card = '3A1AB7A248524C6287FA79C6A26F7CA5';
  const host = { actor: { type: 'host', keyId: 'server' } } as const;
  const order = { tender: { type: 'saved-card', paymentMethodId: card } } as const;
  const key = { key: 'k1', fingerprint: 'f1' };
  gateway.nextSales = [{ type: 'refused' }];
  expect(await engine.pay(newSession, order, key, undefined, host)).toEqual({ type: 'sale_refused' });
  expect(await engine.pay(newSession, order, key, undefined, host)).toEqual({ type: 'sale_refused' });

  const launched = ['session_created', 'session_launched', 'signing_key_used'];
  expect(beforeSale).toEqual([[...launched, 'sale_intended']]);
  const rows = await onRecord();
  expect(rows.map(({ event }) => event.type)).toEqual([...launched, 'sale_intended', 'cancel_requested', 'session_settled']);
  expect(rows.slice(0, 5).map(({ actor }) => actor)).toEqual(Array.from({ length: 5 }, () => host.actor));
  const { sessions } = await store.listChanged(terms.tenantId, 0, 10);
  expect(sessions).toMatchObject([{ status: 'canceled', terms: { tender: 'saved-card' }, sale: { tender: 'saved-card' } }]);
  expect(JSON.stringify([rows, sessions])).not.toContain(card);
});

test('a sale that was refused, and of which a receipt is found all the same, is told as paid', async () => {
  const { engine, gateway } = stage();
  gateway.nextSales = [{ type: 'refused' }];
  gateway.nextReceipts = [{ type: 'receipt', receipt: approved }];
  const paid = await engine.pay(newSession, { tender: { type: 'cash' } }, { key: 'k1', fingerprint: 'f1' });
  expect(paid).toMatchObject({ type: 'paid', session: { status: 'approved' } });
});

test('a sale that was refused, and of which no receipt can be asked for, is in doubt', async () => {
  const { engine, gateway } = stage();
  gateway.nextSales = [{ type: 'refused' }];
  gateway.nextReceipts = [timeout];
  const doubt = await engine.pay(newSession, { tender: { type: 'cash' } }, { key: 'k1', fingerprint: 'f1' });
  expect(doubt).toMatchObject({ type: 'paid', session: { status: 'confirming' } });
});
