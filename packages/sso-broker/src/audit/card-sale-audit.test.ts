import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newSession } from '../../test/engine/broker.ts';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import { ScriptedGateway, timeout } from '../../test/engine/scripted-gateway.ts';
import { terms } from '../../test/session/terms.ts';
import { recordedOf, writer } from '../../test/support/chain.ts';
import { makeDirectory } from '../../test/support/directory.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { CardRead, CardSaleAnswer } from '../engine/gateway.ts';
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
    override async sell(): Promise<CardSaleAnswer> {
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
  return { engine, gateway, beforeSale, onRecord };
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
