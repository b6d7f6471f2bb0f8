import { createHash, randomBytes } from 'node:crypto';
import { acsPath, nvpPath, paymentServicePath, tokenStatusPath } from '@collect-payment/protocol';

export const tenantId = 'bench';
export const hostKey = 'sk_bench_not_a_secret_to_anyone';

/** What the configuration names. */
export const variables = {
  SECURITY_KEY: 'not-a-real-key',
  API_PASSWORD: 'not-a-real-password',
  CLIENT_SECRET_KEY: randomBytes(32).toString('base64'),
  MASTER_KEY: randomBytes(32).toString('base64'),
} as const;

/** One clinic whose InstaMed is the answering server, with no limits that would be measured instead of the broker. */
export function brokerConfiguration(instamedOrigin: string, database: unknown, intervalMs: number) {
  return {
    // InstaMed is a process of this machine, and the keys are no secrets.
    environment: 'test',
    listen: { port: 0 },
    database,
    // As in production.
    encryption: { masterKey: { env: 'MASTER_KEY' } },
    clientSecretKey: { env: 'CLIENT_SECRET_KEY' },
    polling: { intervalMs, windowMs: 900_000 },
    upstream: { pollsPerSecond: 10_000 },
    limits: {
      hostRequestsPerMinute: 1_000_000,
      createsPerSecond: 100_000,
      createsAtOnce: 100_000,
      pageRequestsPerMinute: 1_000_000,
      readsPerSecond: 100_000,
      streamsPerSession: 10,
      streamsPerAddress: 1_000_000,
    },
    connections: { most: 100_000, perAddress: 100_000 },
    tenants: [
      {
        id: tenantId,
        name: 'Bench Clinic',
        secretKeys: [
          { id: 'bench', sha256: createHash('sha256').update(hostKey).digest('hex'), scopes: ['sessions:create', 'sessions:read'] },
        ],
        allowedOrigins: ['https://portal.example'],
        duplicateGuard: 'off',
        instamed: {
          acsUrl: `${instamedOrigin}${acsPath}`,
          tokenStatusUrl: `${instamedOrigin}${tokenStatusPath}`,
          receiptUrl: `${instamedOrigin}${nvpPath}`,
          paymentServiceUrl: `${instamedOrigin}${paymentServicePath}`,
          screensOrigin: instamedOrigin,
          consumerOrigin: instamedOrigin,
          accountId: 'billing@bench.example',
          ssoAlias: 'front-desk',
          securityKey: { env: 'SECURITY_KEY' },
          apiUser: 'billing@bench.example',
          apiPassword: { env: 'API_PASSWORD' },
          outlet: { merchantId: '6011000551245', storeId: '001', terminalId: '002' },
        },
      },
    ],
  };
}
