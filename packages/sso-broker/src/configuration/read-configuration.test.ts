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
const needsHttps = 'must be https, or http on a loopback host';

describe('a configuration', () => {
  it('is completed with what InstaMed documents', () => {
    const json = valid();
    const [tenant] = json['tenants'] as Json[];
    const {
      acsUrl: _acs,
      tokenStatusUrl: _status,
      receiptUrl: _receipt,
      screensOrigin: _screens,
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
      screensOrigin: 'https://online.instamed.com',
      soapVersion: '1.1',
      id: 'front',
      sessionIdField: 5,
      saml: {
        recipient: 'https://online.instamed.com/providers/Forms/SSO/ACS_SAML2.aspx',
        sign: 'both',
        lifetimeMs: 300_000,
        sendSecurityKey: false,
      },
    });
    expect([listen, polling]).toEqual([
      { host: '127.0.0.1', port: 4010 },
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
    const printed = `${inspect(configuration, { depth: 9, showHidden: true })} ${JSON.stringify(configuration)} ${String(configuration.clientSecretKey)}`;
    expect(printed).toContain('[secret]');
    expect(printed).not.toMatch(/sentinel-(security-key|api-password)|BEGIN PRIVATE KEY/);
    expect(printed).not.toContain(secrets.clientSecretKey);
  });

  it.each([
    ['databse', 'x', 'databse: is not a known field'],
    ['webhookDelivery', { timeoutMs: 45_001 }, 'webhookDelivery/timeoutMs: must be <= 45000'],
    ['database', undefined, 'database: is missing'],
    ['database', 7, 'database: must be object'],
    ['database', '', 'database: must not have fewer than 1 characters'],
    ['database', {}, 'database/postgres: is missing'],
    ['database', { mysql: {} }, 'database/mysql: is not a known field'],
    ['listen/port', 70_000, 'listen/port: must be <= 65535'],
    ['publicUrl', 'http://broker.test', `publicUrl: ${needsHttps}`],
    ['publicUrl', 'broker.test', 'publicUrl: is not an absolute URL'],
    ['publicUrl', 'https://user:word@broker.test', 'publicUrl: must not carry credentials'],
    ['polling/intervalMs', 0, 'polling/intervalMs: must be >= 10'],
    ['tenants', [], 'tenants: must not have fewer than 1 items'],
    ['tenants/0/id', 'Riverside!', 'tenants/0/id: must match pattern "^[a-z0-9][a-z0-9-]{0,39}$"'],
    ['tenants/1/id', 'riverside', 'tenants/1/id: is used by another tenant'],
    ['tenants/0/allowedOrigins/0', '*', 'tenants/0/allowedOrigins/0: must not be a wildcard'],
    ['tenants/0/allowedOrigins/0', 'https://*.portal.test', 'tenants/0/allowedOrigins/0: must not be a wildcard'],
    ['tenants/0/allowedOrigins/0', 'http://portal.test', `tenants/0/allowedOrigins/0: ${needsHttps}`],
    ['tenants/0/allowedOrigins/0', 'https://portal.test/', 'tenants/0/allowedOrigins/0: is not an origin such as https://portal.example'],
    ['tenants/0/allowedOrigins/0', 'null', 'tenants/0/allowedOrigins/0: is not an origin such as https://portal.example'],
    [`${instamed}/acsUrl`, 'http://10.0.0.1/acs', `${instamed}/acsUrl: ${needsHttps}`],
    [`${instamed}/acsUrl`, 'http://localhost.evil.test/acs', `${instamed}/acsUrl: ${needsHttps}`],
    [
      `${instamed}/screensOrigin`,
      'https://online.instamed.com/providers',
      `${instamed}/screensOrigin: is not an origin such as https://portal.example`,
    ],
    [`${instamed}/accountId`, 'front', `${instamed}/accountId: must match pattern "^[^@\\s]+@[^@\\s]+$"`],
    [`${instamed}/apiUser`, 'a:b', `${instamed}/apiUser: must not contain a colon (RFC 7617 2)`],
    [`${instamed}/securityKey`, 'plain', `${instamed}/securityKey: must be object`],
    [`${instamed}/securityKey`, { env: 'UNSET' }, `${instamed}/securityKey: the environment variable UNSET is not set`],
    [`${instamed}/securityKey`, { file: 'no-such.txt' }, `${instamed}/securityKey: the file no-such.txt cannot be read`],
    [`${instamed}/saml`, undefined, `${instamed}/saml: is needed when sso is saml`],
    [`${instamed}/saml/signingKey`, { env: 'SECURITY_KEY' }, `${instamed}/saml/signingKey: is not an unencrypted private key in PEM form`],
    [
      `${instamed}/saml/signingCertificate`,
      { env: 'SIGNING_KEY' },
      `${instamed}/saml/signingCertificate: is not a certificate in PEM form`,
    ],
    [
      `${instamed}/saml/signingCertificate`,
      { env: 'ENCRYPTION_CERTIFICATE' },
      `${instamed}/saml/signingCertificate: does not belong to signingKey`,
    ],
  ])('is refused for its %s: %j', (path, value, problem) => {
    expect(problemsOf(withField(path, value))).toContain(problem);
  });

  it('is refused for a secret key used twice', () => {
    const [first] = valid()['tenants'] as { secretKeys: unknown[] }[];
    expect(problemsOf(withField('tenants/1/secretKeys', first?.secretKeys))).toContain('tenants/1/secretKeys/0/sha256: is used twice');
  });

  it('is refused for a short client secret key', () => {
    expect(problemsOf(valid(), { CLIENT_SECRET_KEY: 'c2hvcnQ=' })).toEqual(['clientSecretKey: must be at least 32 bytes in base64']);
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
    if (tenant !== undefined) tenant.instamed.saml['nextSigningCertificate'] = { file: 'next.pem' };
    const account = readConfiguration(json, { environment, directory: folder }).tenants[0]?.instamed;
    expect(account?.securityKey.reveal()).toBe('from a file');
    expect(account?.saml?.nextSigningCertificate?.subject).toBe('CN=next');
  });
});
