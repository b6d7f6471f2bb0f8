import type { SandboxConfiguration } from '@collect-payment/sandbox';
import { identityProviderId, instamedUser, serviceProviderId, sha256, tenantIds, type Credentials, type TenantId } from './credentials.ts';

export const polling = { intervalMs: 1_000, windowMs: 20_000 };
const paths = {
  acs: '/providers/Forms/SSO/ACS_SAML2.aspx',
  status: '/providers/Forms/WebServices/SSOService.asmx',
  receipt: '/payment/NVP.aspx',
};

export function sandboxConfiguration({ clinics, identityProvider, serviceProvider }: Credentials): SandboxConfiguration {
  return {
    accounts: tenantIds.map((id) => {
      const { accountId, ssoAlias, securityKey, apiPassword, outlet } = clinics[id];
      const merchant = { apiUser: accountId, apiPassword, outlet, merchantName: id };
      const provider = { entityId: identityProviderId, certificate: identityProvider.certificate };
      return { accountId, ssoAlias, id, securityKey, ...merchant, ...(id === 'riverside' && { identityProvider: provider }) };
    }),
    serviceProvider: { entityId: serviceProviderId, ...serviceProvider },
  };
}

/** Where a clinic's payment pages are from. */
export const pageOriginOf = (id: TenantId): string => `https://${id}.test`;

/** Where InstaMed tells the brokers of payments. */
export function sandboxWebhooks(
  { clinics, inboundPassword }: Credentials,
  brokerUrl: string,
): NonNullable<SandboxConfiguration['webhooks']> {
  return tenantIds.map((id) => ({
    accountId: clinics[id].accountId,
    url: `${brokerUrl}/v1/webhooks/instamed/${id}`,
    format: 'json',
    credentials: { user: instamedUser, password: inboundPassword },
  }));
}

const hostScopes = ['sessions:create', 'sessions:read', 'sessions:cancel', 'webhooks:read', 'attention:read'];

export interface Surroundings {
  readonly sandboxUrl: string;
  /** The way to InstaMed: through trouble. */
  readonly instamedUrl: string;
  readonly hostUrl: string;
  readonly database: unknown;
}

/** What an operator would write: one clinic on SAML, one on name-value pairs. */
export function brokerConfiguration({ clinics }: Credentials, { sandboxUrl, instamedUrl, hostUrl, database }: Surroundings) {
  const tenant = (id: TenantId) => {
    const { hostKey, accountId, ssoAlias, outlet } = clinics[id];
    const name = id.toUpperCase();
    const saml = {
      entityId: identityProviderId,
      audience: serviceProviderId,
      recipient: `${sandboxUrl}${paths.acs}`,
      destination: `${sandboxUrl}${paths.acs}`,
      encrypt: 'aes-256-cbc',
      signingKey: { env: 'SIGNING_KEY' },
      signingCertificate: { env: 'SIGNING_CERTIFICATE' },
      encryptionCertificate: { env: 'ENCRYPTION_CERTIFICATE' },
    };
    return {
      id,
      name: id,
      secretKeys: [{ id: 'host', sha256: sha256(hostKey), scopes: hostScopes }],
      allowedOrigins: [pageOriginOf(id)],
      webhooks: [{ id: 'books', url: `${hostUrl}/hooks/${id}`, secrets: [{ env: `${name}_WEBHOOK_SECRET` }] }],
      instamed: {
        acsUrl: `${instamedUrl}${paths.acs}`,
        tokenStatusUrl: `${instamedUrl}${paths.status}`,
        receiptUrl: `${instamedUrl}${paths.receipt}`,
        screensOrigin: sandboxUrl,
        consumerOrigin: sandboxUrl,
        accountId,
        ssoAlias,
        id,
        securityKey: { env: `${name}_SECURITY_KEY` },
        apiUser: accountId,
        apiPassword: { env: `${name}_API_PASSWORD` },
        outlet,
        webhooks: { basic: [{ user: instamedUser, password: { env: 'INBOUND_PASSWORD' } }] },
        ...(id === 'riverside' && { sso: 'saml', saml }),
      },
    };
  };
  return {
    environment: 'test',
    database,
    encryption: { masterKey: { env: 'MASTER_KEY' } },
    clientSecretKey: { env: 'CLIENT_SECRET_KEY' },
    polling,
    upstream: { connectTimeoutMs: 1_000, answerTimeoutMs: 2_500 },
    limits: {
      hostRequestsPerMinute: 1_000_000,
      createsPerSecond: 100_000,
      createsAtOnce: 100_000,
      pageRequestsPerMinute: 1_000_000,
      readsPerSecond: 100_000,
      launchIntervalMs: 1,
      launchesPerSession: 1000,
      streamsPerAddress: 1000,
      failedAuthenticationsPerMinute: 100_000,
    },
    webhookDelivery: { allowLoopback: true, timeoutMs: 2_000 },
    tenants: tenantIds.map(tenant),
  };
}

export function brokerSecrets({ clinics, clientSecretKey, masterKey, inboundPassword, identityProvider, serviceProvider }: Credentials) {
  const ofClinics = tenantIds.flatMap((id) => [
    [`${id.toUpperCase()}_WEBHOOK_SECRET`, clinics[id].webhookSecret],
    [`${id.toUpperCase()}_SECURITY_KEY`, clinics[id].securityKey],
    [`${id.toUpperCase()}_API_PASSWORD`, clinics[id].apiPassword],
  ]);
  return {
    ...(Object.fromEntries(ofClinics) as Record<string, string>),
    CLIENT_SECRET_KEY: clientSecretKey,
    MASTER_KEY: masterKey,
    INBOUND_PASSWORD: inboundPassword,
    SIGNING_KEY: identityProvider.privateKey,
    SIGNING_CERTIFICATE: identityProvider.certificate,
    ENCRYPTION_CERTIFICATE: serviceProvider.certificate,
  };
}
