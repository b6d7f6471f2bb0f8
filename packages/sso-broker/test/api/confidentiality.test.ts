import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { terms } from '../support/client.ts';
import { hostKey, secrets } from '../support/credentials.ts';
import { onScreen, startInstaMed, tokenOf } from '../support/instamed.ts';

const patient = { id: 'Sentinel-Mrn', firstName: 'Sentinel-Given', lastName: 'Sentinel-Family' };
const words = {
  patient,
  staff: { id: 'Sentinel-Clerk', name: 'Sentinel-Clerk-Name' },
  invoice: 'Sentinel-Invoice',
  options: { cardHolderName: 'Sentinel-Holder' },
  device: { name: 'Sentinel-Reader', serialNumber: 'Sentinel-Serial', firmwareVersion: 'Sentinel-Firmware' },
  metadata: { note: 'Sentinel-Note' },
};

describe('secrets and what is said of patients', { timeout: 60_000 }, () => {
  it('appear in no log line, no address and no refusal', async () => {
    const instamed = await startInstaMed();
    const { client, log } = await startTestBroker(instamed.url, { answerTimeoutMs: 2500 });
    const refusals: string[] = [];
    const urls: string[] = [];
    const refuse = async (path: string, body: unknown) => void refusals.push(JSON.stringify((await client.call(path, { body })).body));
    instamed.faults.arm('status-garbage', { count: 1 });
    instamed.faults.arm('receipt-duplicate-field', { count: 1 });

    for (const sso of ['saml', 'nvp'] as const) {
      const session = await client.create({ ...words, sso });
      const events = await client.follow(session);
      const launch = await client.launch(session);
      urls.push(launch.url);
      await onScreen(instamed, launch, 'pay', { holderName: 'Sentinel-Holder' });
      await events.until('approved');
      await refuse(`/v1/payment-sessions/${session.id}/launch`, {});
      await events.close();
      urls.push(
        ...[...instamed.ledger.launches.values()].flatMap(({ parameters: { confirmUrl = '', cancelUrl = '' } }) => [confirmUrl, cancelUrl]),
      );
      expect(log.join('')).not.toContain(tokenOf(launch));
      expect(log.join('')).not.toContain(session.clientSecret);
    }
    for (const fault of ['sso-500', 'sso-no-header'] as const) {
      instamed.faults.arm(fault, { count: 1 });
      const { id } = await client.create(words);
      await refuse(`/v1/payment-sessions/${id}/launch`, {});
    }
    await refuse('/v1/payment-sessions', { ...terms, ...words, amount: { value: 'Sentinel-Amount', currency: 'USD' } });
    await refuse('/v1/payment-sessions', { ...terms, ...words, patient: { ...patient, 'Sentinel Field': 1 } });
    await refuse('/v1/payment-sessions', { ...terms, ...words, patient: { ...patient, lastName: 'Sentinel\u0000Family' } });
    await refuse('/v1/payment-sessions', '{"patient":"Sentinel-Given"');
    await refuse('/v1/payment-sessions', { ...terms, ...words, metadata: { 'Sentinel Key': 'x' } });

    for (const path of ['/return/confirm?session=Sentinel-Query', '/v1/payment-sessions?changedSince=Sentinel-Cursor', '/Sentinel-Path'])
      refusals.push(JSON.stringify((await client.call(path)).body));

    expect(refusals).toHaveLength(12);
    const seen = [...log, ...refusals, ...urls].join('\n');
    expect(seen).not.toMatch(/sentinel/i);
    for (const secret of [hostKey, ...Object.values(secrets)]) expect(seen).not.toContain(secret);
    expect(log.length).toBeGreaterThan(10);
  });
});
