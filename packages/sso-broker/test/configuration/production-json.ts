import { randomBytes } from 'node:crypto';
import { createCertificate } from '@collect-payment/sandbox';
import { sha256 } from '../support/credentials.ts';

export const ours = await createCertificate('riverside signing');
export const oursNext = await createCertificate('riverside signing, next');
export const theirs = await createCertificate('instamed encryption');
const random = (bytes: number) => randomBytes(bytes).toString('base64');

/** Where the secrets of a production configuration are found. */
export const productionSecrets = {
  CLIENT_SECRET_KEY: random(32),
  MASTER_KEY: random(32),
  SECOND_MASTER_KEY: random(32),
  SECOND_CLIENT_SECRET_KEY: random(32),
  METRICS_TOKEN: random(16),
  AUDIT_KEY: random(32),
  OLDER_AUDIT_KEY: random(32),
  SECURITY_KEY: random(16),
  API_PASSWORD: random(16),
  INBOUND_PASSWORD: random(16),
  WEBHOOK_SECRET: `whsec_${random(32)}`,
  DATABASE_URL: 'postgres://broker:word@db.riverside.internal/collect?sslmode=verify-full',
  SIGNING_KEY: ours.privateKey,
  SIGNING_CERTIFICATE: ours.certificate,
  NEXT_SIGNING_KEY: oursNext.privateKey,
  NEXT_SIGNING_CERTIFICATE: oursNext.certificate,
  ENCRYPTION_CERTIFICATE: theirs.certificate,
};

/** A configuration that uses every section and is accepted in production. */
export function productionJson() {
  return {
    environment: 'production',
    listen: { host: '127.0.0.1', port: 4010, trustedProxies: ['10.0.0.0/8', '2001:db8::/32'] },
    publicUrl: 'https://broker.riverside.internal',
    database: { postgres: { url: { env: 'DATABASE_URL' }, connections: 10 } },
    encryption: { masterKey: { env: 'MASTER_KEY' }, secondMasterKey: { env: 'SECOND_MASTER_KEY' } },
    clientSecretKey: { env: 'CLIENT_SECRET_KEY' },
    secondClientSecretKey: { env: 'SECOND_CLIENT_SECRET_KEY' },
    polling: { intervalMs: 10_000, windowMs: 900_000 },
    upstream: {
      connectTimeoutMs: 5000,
      answerTimeoutMs: 15_000,
      clientCertificate: { env: 'SIGNING_CERTIFICATE' },
      clientKey: { env: 'SIGNING_KEY' },
      pins: [randomBytes(32).toString('base64')],
    },
    limits: { hostRequestsPerMinute: 6000 },
    connections: { headerCount: 100 },
    webhookDelivery: { timeoutMs: 15_000 },
    metrics: { listen: { host: '0.0.0.0', port: 4011 }, token: { env: 'METRICS_TOKEN' } },
    audit: { key: { env: 'AUDIT_KEY' }, olderKeys: [{ env: 'OLDER_AUDIT_KEY' }], addresses: 'servers', checkpointMinutes: 5 },
    tenants: ['riverside', 'hillside'].map((id) => ({
      id,
      name: `${id} clinic`,
      secretKeys: [{ id: 'server', sha256: sha256(id + random(16)), scopes: ['sessions:create', 'sessions:read'] }],
      allowedOrigins: [`https://portal.${id}.internal`],
      webhooks: [{ id: 'main', url: `https://hooks.${id}.internal/payments`, secrets: [{ env: 'WEBHOOK_SECRET' }] }],
      instamed: {
        accountId: `front@${id}`,
        ssoAlias: id,
        securityKey: { env: 'SECURITY_KEY' },
        apiUser: `front@${id}`,
        apiPassword: { env: 'API_PASSWORD' },
        outlet: { merchantId: '1', storeId: '001', terminalId: '001' },
        webhooks: { basic: [{ user: 'instamed', password: { env: 'INBOUND_PASSWORD' } }], sourceAddresses: ['198.51.100.0/24'] },
        sso: 'saml',
        saml: {
          entityId: `https://broker.riverside.internal/saml/${id}`,
          audience: 'https://online.instamed.com/sp',
          signingKey: { env: 'SIGNING_KEY' },
          signingCertificate: { env: 'SIGNING_CERTIFICATE' },
          next: {
            signingCertificate: { env: 'NEXT_SIGNING_CERTIFICATE' },
            signingKey: { env: 'NEXT_SIGNING_KEY' },
            notBeforeUse: '2027-01-31T06:00:00Z',
          },
          encryptionCertificate: { env: 'ENCRYPTION_CERTIFICATE' },
        },
      },
    })),
  };
}
