import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createCertificate } from '@collect-payment/sandbox';
import { describe, expect, it } from 'vitest';
import { brokerJson } from '../../test/support/broker-json.ts';
import { environment } from '../../test/support/broker.ts';
import { makeDirectory } from '../../test/support/directory.ts';
import { secrets } from '../../test/support/credentials.ts';
import { ConfigurationError } from './problems.ts';
import { readConfiguration } from './read-configuration.ts';

type Json = Record<string, unknown>;

const directory = tmpdir();
const valid = () => brokerJson('https://instamed.test') as unknown as Json;
const read = (json: unknown, changes: Record<string, string | undefined> = {}) =>
  readConfiguration(json, { environment: { ...environment, ...changes }, directory });

/** The configuration with one field replaced; undefined takes it out. */
function withField(path: string, value: unknown): Json {
  const json = structuredClone(valid());
  const names = path.split('/');
  const last = names.pop() ?? '';
  const parent = names.reduce((place, name) => place[name] as Json, json);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return json;
}

function problemsOf(json: unknown, changes: Record<string, string | undefined> = {}): readonly string[] {
  try {
    read(json, changes);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ field, reason }) => `${field}: ${reason}`);
    throw error;
  }
  return [];
}

const instamed = 'tenants/0/instamed';

describe('a configuration', () => {
  it('is completed with what InstaMed documents', () => {
    const json = valid();
    const [tenant] = json['tenants'] as Json[];
    const {
      acsUrl: _acs,
      tokenStatusUrl: _status,
      receiptUrl: _receipt,
      paymentServiceUrl: _service,
      rest: _rest,
      screensOrigin: _screens,
      consumerOrigin: _consumer,
      soapVersion: _soap,
      id: _id,
      ...given
    } = (tenant?.['instamed'] ?? {}) as Json;
    const { tenants, listen, polling } = read({
      ...json,
      listen: undefined,
      polling: undefined,
      tenants: [{ ...tenant, instamed: given }],
    });
    expect(tenants[0]?.instamed).toMatchObject({
      acsUrl: 'https://online.instamed.com/providers/Forms/SSO/ACS_SAML2.aspx',
      tokenStatusUrl: 'https://online.instamed.com/providers/Forms/WebServices/SSOService.asmx',
      receiptUrl: 'https://online.instamed.com/payment/NVP.aspx',
      paymentServiceUrl: 'https://connect.instamed.com/payment/service.asmx',
      reversalChannel: 'nvp',
      rest: undefined,
      checkSales: undefined,
      screensOrigin: 'https://online.instamed.com',
      consumer: { acsUrl: 'https://pay.instamed.com/Forms/SSO/ACS_SAML2.aspx', screensOrigin: 'https://pay.instamed.com' },
      soapVersion: '1.1',
      id: 'front',
      voidScreen: { parameter: 'transactionID', carriedBy: 'relayState' },
      refundScreen: { parameter: 'transactionID', carriedBy: 'relayState' },
      receiptScreen: undefined,
      sessionIdField: 5,
      signOnDevice: 'send',
      savedOnFileField: 'paymentMethodID',
      savedCardPresentStatus: 'NotPresentPhone',
      saml: {
        recipient: 'https://online.instamed.com/providers/Forms/SSO/ACS_SAML2.aspx',
        consumer: {
          audience: 'https://instamed.test/sp',
          recipient: 'https://pay.instamed.com/Forms/SSO/ACS_SAML2.aspx',
          destination: 'https://pay.instamed.com/Forms/SSO/ACS_SAML2.aspx',
        },
        sign: 'both',
        lifetimeMs: 300_000,
        sendSecurityKey: false,
      },
    });
    expect([listen, polling]).toMatchObject([
      { host: '127.0.0.1', port: 4010, tls: undefined, trustedProxies: { rules: [] } },
      { intervalMs: 10_000, windowMs: 900_000 },
    ]);
  });

  it('keeps things for days, each its own, and a day at least', () => {
    const dayMs = 86_400_000;
    expect(read(valid()).retention).toEqual({
      idempotencyKeys: 30 * dayMs,
      deliveredWebhooks: 30 * dayMs,
      followedNotices: 30 * dayMs,
      acknowledgedAttention: 400 * dayMs,
      personalData: 30 * dayMs,
    });
    expect(read(withField('retention', { eraseAfterDays: 7 })).retention.personalData).toBe(7 * dayMs);
    expect(problemsOf(withField('retention', { inboundWebhooksDays: 0 }))).toEqual(['retention/inboundWebhooksDays: must be >= 1']);
  });

  it('prints no secret, however it is printed', () => {
    const configuration = read(valid());
    const printed = `${inspect(configuration, { depth: 9, showHidden: true })} ${JSON.stringify(configuration)} ${String(configuration.clientSecretKeys[0])}`;
    expect(printed).toContain('[secret]');
    expect(printed).not.toMatch(/sentinel-(security-key|api-password|rest-)|BEGIN PRIVATE KEY/);
    expect(printed).not.toContain(secrets.clientSecretKey);
  });

  it('is refused for a secret key used twice', () => {
    const [first] = valid()['tenants'] as { secretKeys: unknown[] }[];
    expect(problemsOf(withField('tenants/1/secretKeys', first?.secretKeys))).toContain('tenants/1/secretKeys/0/sha256: is used twice');
  });

  it('is refused for encryption without a certificate to encrypt for', () => {
    const json = withField(`${instamed}/saml/encryptionCertificate`, undefined);
    const [tenant] = json['tenants'] as { instamed: { saml: Json } }[];
    if (tenant !== undefined) tenant.instamed.saml['encrypt'] = 'aes-256-gcm';
    expect(problemsOf(json)).toEqual([`${instamed}/saml/encryptionCertificate: is needed to encrypt assertions`]);
  });

  it('is told all its problems at once', () => {
    const json = withField(`${instamed}/acsUrl`, 'http://a.test');
    expect(problemsOf({ ...json, publicUrl: 'nowhere' }, { SECURITY_KEY: undefined, API_PASSWORD: undefined })).toHaveLength(6);
  });

  it('is told of wrong shapes and of wrong values in one round', () => {
    const json = { ...withField(`${instamed}/acsUrl`, 'http://a.test'), databse: 1, polling: { intervalMs: 'often' } };
    expect(problemsOf(json)).toEqual([
      'databse: is not a known field; did you mean database?',
      'polling/intervalMs: must be integer',
      `${instamed}/acsUrl: must be https, or http on a loopback host`,
    ]);
  });

  it.each([null, 7, 'text', []])('is refused when it is %j', (json) => {
    expect(problemsOf(json)).toEqual(['(root): must be object']);
  });

  it('reads secrets from files beside it', async () => {
    const folder = makeDirectory();
    writeFileSync(join(folder, 'key.txt'), 'from a file\n');
    const next = await createCertificate('next');
    writeFileSync(join(folder, 'next.pem'), next.certificate);
    const json = withField(`${instamed}/securityKey`, { file: 'key.txt' });
    const [tenant] = json['tenants'] as { instamed: { saml: Json } }[];
    if (tenant !== undefined) tenant.instamed.saml['next'] = { signingCertificate: { file: 'next.pem' } };
    const account = readConfiguration(json, { environment, directory: folder }).tenants[0]?.instamed;
    expect(account?.securityKey.reveal()).toBe('from a file');
    expect(account?.saml?.next?.certificate.subject).toBe('CN=next');
  });
});
