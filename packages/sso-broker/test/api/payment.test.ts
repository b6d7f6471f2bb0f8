import type { Receipt } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

const plainSaml = { sign: 'both', encrypt: 'none' } as const;

describe('a payment, from its creation to its receipt', { timeout: 30_000 }, () => {
  it.each([
    ['name-value pairs', 'nvp', plainSaml],
    ['a signed SAML response', 'saml', { sign: 'response', encrypt: 'none' }],
    ['a signed SAML assertion', 'saml', { sign: 'assertion', encrypt: 'none' }],
    ['SAML, signed twice', 'saml', plainSaml],
    ['SAML, encrypted in CBC', 'saml', { sign: 'both', encrypt: 'aes-256-cbc' }],
    ['SAML, encrypted in GCM', 'saml', { sign: 'both', encrypt: 'aes-256-gcm' }],
  ] as const)('is launched by %s, polled, and settled by its receipt', async (_name, sso, saml) => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, { saml });
    const session = await client.create({ sso });
    const launch = await client.launch(session);
    const events = await client.follow(session);
    await onScreen(instamed, launch, 'pay');
    const settled = await events.until('approved');
    expect(settled.outcome).toMatchObject({ status: 'approved', final: true, late: false, approvedAmount: { value: '125.00' } });
    expect(instamed.ledger.launches.values().next().value?.sso).toBe(sso);
    await events.close();
  });

  it.each(['1.1', '1.2'] as const)('is polled by SOAP %s', async (soapVersion) => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, { soapVersion });
    const session = await client.create();
    const events = await client.follow(session);
    await onScreen(instamed, await client.launch(session), 'pay');
    expect((await events.until('approved')).outcome?.status).toBe('approved');
    await events.close();
  });

  it.each(['full', 'local'] as const)('is read with the API user in %s form', async (apiUserForm) => {
    const instamed = await startInstaMed();
    instamed.switches.set({ basicUser: apiUserForm === 'full' ? 'full' : 'before-at' });
    const { client } = await startTestBroker(instamed.url, { apiUserForm });
    const session = await client.create();
    const events = await client.follow(session);
    await onScreen(instamed, await client.launch(session), 'pay');
    expect((await events.until('approved')).outcome?.status).toBe('approved');
    await events.close();
  });

  it('keeps names that are markup, query and CJK at once unchanged to the receipt', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, { saml: { encrypt: 'aes-256-cbc' } });
    const patient = { id: 'P&1=2', firstName: `O'Brien <&">`, lastName: '李 %41+&amount=1' };
    for (const sso of ['saml', 'nvp'] as const) {
      const session = await client.create({
        sso,
        patient,
        invoice: 'Invoice #7 & <more>',
        staff: { id: 'clerk', name: 'Zoë "Z" <Clerk>' },
      });
      const events = await client.follow(session);
      await onScreen(instamed, await client.launch(session), 'pay');
      await events.until('approved');
      const { body } = await client.call<Receipt>(`/v1/payment-sessions/${session.id}/receipt`);
      expect(body).toMatchObject({
        patientId: patient.id,
        patientName: `${patient.firstName} ${patient.lastName}`,
        invoice: 'Invoice #7 & <more>',
        merchantName: 'Riverside Clinic',
        card: { lastFour: '1111' },
      });
      await events.close();
    }
    const sent = [...instamed.ledger.launches.values()].map(({ parameters }) => parameters);
    expect(sent).toHaveLength(2);
    for (const parameters of sent) {
      expect(parameters).toMatchObject({ patientId: patient.id, patientFirstName: patient.firstName, patientLastName: patient.lastName });
      expect(parameters).toMatchObject({ userName: 'Zoë "Z" <Clerk>', requestedCents: 12_500, isReadOnly: true });
    }
  });
});
