import type { Receipt } from '@collect-payment/contract';
import { describe, expect, it, vi } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import type { Client } from '../support/client.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

const device = { name: 'DynaPro SC', serialNumber: '98DC2522081D0A0E', firmwareVersion: '30050851-D1-PCI' };
const named = { device, options: { cardEntry: 'device' } } as const;

async function stage() {
  const instamed = await startInstaMed();
  const { client } = await startTestBroker(instamed.url);
  return { instamed, client };
}

async function receiptOf(client: Client, id: string): Promise<Receipt> {
  await vi.waitFor(async () => expect((await client.read(id)).status).toBe('approved'), { timeout: 20_000 });
  return (await client.call<Receipt>(`/v1/payment-sessions/${id}/receipt`)).body;
}

describe('the reader that a host names', { timeout: 60_000 }, () => {
  it.each(['nvp', 'saml'] as const)('goes with the sign-on (%s), and stands on the receipt of a card that it read', async (sso) => {
    const { instamed, client } = await stage();
    const session = await client.create({ ...named, sso });
    await onScreen(instamed, await client.launch(session), 'pay');
    expect([...instamed.ledger.launches.values()].map(({ parameters }) => parameters)).toMatchObject([
      { deviceName: device.name, deviceSerialNumber: device.serialNumber, deviceFirmwareVersion: device.firmwareVersion },
    ]);
    expect([...instamed.ledger.launches.values()].flatMap(({ transactions }) => transactions)).toMatchObject([{ device }]);
    expect(await receiptOf(client, session.id)).toMatchObject({ card: { entryMode: 'Swiped' }, device });
  });

  it('stands on no receipt of a card that was typed, nor of cash', async () => {
    const { instamed, client } = await stage();
    for (const paid of [{ entryMode: 'Keyed' }, { tender: 'cash' }]) {
      const session = await client.create(named);
      await onScreen(instamed, await client.launch(session), 'pay', paid);
      expect(await receiptOf(client, session.id)).not.toHaveProperty('device');
    }
  });

  it('is the one that InstaMed names, where it names one', async () => {
    const { instamed, client } = await stage();
    instamed.switches.set({ receiptDevice: 'told' });
    const session = await client.create(named);
    await onScreen(instamed, await client.launch(session), 'pay');
    expect(await receiptOf(client, session.id)).toMatchObject({ device });
  });
});
