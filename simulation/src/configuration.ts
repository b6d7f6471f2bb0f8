import type { SandboxAccount } from '@collect-payment/sandbox/core';
import { acsPath, nvpPath, paymentServicePath, tokenStatusPath } from '@collect-payment/protocol';

export const instamedUrl = 'https://instamed.simulated';
/** The N of additionalInfoN that carries the session id. */
export const sessionIdField = 5;

export const tenantIds = ['riverside', 'hillside'] as const;
export type TenantId = (typeof tenantIds)[number];

/** The card that InstaMed keeps for a tenant. */
export const savedCardOf = (tenantId: TenantId): string => String(tenantIds.indexOf(tenantId) + 1).repeat(32);

/** What makes the audit log a chain. */
export const auditKey = new Uint8Array(32).fill(9);

/** What the hosts verify webhooks by. */
export const webhookSecret = Buffer.alloc(32, 7);
export const endpointUrlOf = (tenantId: string): string => `https://${tenantId}.test/webhooks`;

const secrets = {
  SECURITY_KEY: 'security-key-of-the-simulation',
  API_PASSWORD: 'api-password-of-the-simulation',
  WEBHOOK_SECRET: `whsec_${webhookSecret.toString('base64')}`,
  CLIENT_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
};

/** InstaMed's side of the tenants' accounts. */
export const accounts: readonly SandboxAccount[] = tenantIds.map((id, index) => ({
  accountId: `front@${id}.test`,
  ssoAlias: id,
  id,
  apiUser: `api@${id}.test`,
  apiPassword: secrets.API_PASSWORD,
  securityKey: secrets.SECURITY_KEY,
  outlet: { merchantId: `60110005512${index}`, storeId: '001', terminalId: `00${index + 1}` },
  merchantName: id,
}));

/** The broker's side of them, as an operator writes it, and where its secrets are found. */
export const brokerSecrets = { environment: secrets, directory: '/' };
export const brokerFile = {
  environment: 'test',
  database: 'simulated',
  clientSecretKey: { env: 'CLIENT_SECRET_KEY' },
  tenants: accounts.map(({ accountId, ssoAlias, id, apiUser, outlet }) => ({
    id,
    name: id,
    secretKeys: [
      { id: 'host', sha256: '0'.repeat(63).concat(id === tenantIds[0] ? '1' : '2'), scopes: ['sessions:create', 'sessions:read'] },
    ],
    allowedOrigins: [`https://${id}.test`],
    webhooks: [{ id: 'portal', url: endpointUrlOf(id), secrets: [{ env: 'WEBHOOK_SECRET' }] }],
    instamed: {
      acsUrl: `${instamedUrl}${acsPath}`,
      tokenStatusUrl: `${instamedUrl}${tokenStatusPath}`,
      receiptUrl: `${instamedUrl}${nvpPath}`,
      paymentServiceUrl: `${instamedUrl}${paymentServicePath}`,
      screensOrigin: instamedUrl,
      consumerOrigin: instamedUrl,
      accountId,
      ssoAlias,
      id,
      apiUser,
      outlet,
      sessionIdField,
      securityKey: { env: 'SECURITY_KEY' },
      apiPassword: { env: 'API_PASSWORD' },
    },
  })),
};
