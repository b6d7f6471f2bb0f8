import { createHash } from 'node:crypto';
import type { SandboxConfiguration } from '@collect-payment/sandbox';
import type { Credentials } from './credentials.ts';

const outlet = { merchantId: '6011000551245', storeId: '001', terminalId: '002' };
const account = { accountId: 'frontdesk@riverside.example', ssoAlias: 'riverside', id: 'frontdesk' };
const identityProviderId = 'https://broker.riverside.example/saml';
const serviceProviderId = 'https://sandbox.instamed.example/saml';
export const clinicName = 'Riverside Clinic';

/** The clinic's account at the sandbox. */
export function sandboxConfiguration(credentials: Credentials): SandboxConfiguration {
  return {
    accounts: [
      {
        ...account,
        securityKey: credentials.securityKey,
        apiUser: account.accountId,
        apiPassword: credentials.apiPassword,
        outlet,
        merchantName: clinicName,
        identityProvider: { entityId: identityProviderId, certificate: credentials.identityProvider.certificate },
      },
    ],
    serviceProvider: { entityId: serviceProviderId, ...credentials.serviceProvider },
  };
}

/** Where the sandbox sends the clinic's webhooks: to the broker, as InstaMed would. */
export function sandboxWebhooks(credentials: Credentials, brokerUrl: string): NonNullable<SandboxConfiguration['webhooks']> {
  return [
    {
      accountId: account.accountId,
      url: `${brokerUrl}/v1/webhooks/instamed/riverside`,
      format: 'json',
      credentials: { user: instamedWebhookUser, password: credentials.instamedWebhookPassword },
    },
  ];
}

/** What the clinic's server may do. */
const hostScopes = [
  'sessions:create',
  'sessions:read',
  'sessions:cancel',
  'payments:read',
  'payments:create',
  'payments:void',
  'payments:refund',
  'payments:receipt-page',
  'webhooks:read',
  'webhooks:replay',
  'attention:read',
  'attention:acknowledge',
];

/** Names of the files, beside the configuration, that hold the broker's secrets. */
const secrets = {
  clientSecretKey: 'client-secret-key',
  masterKey: 'master-key',
  securityKey: 'instamed-security-key',
  apiPassword: 'instamed-api-password',
  webhookSecret: 'webhook-secret',
  instamedWebhookPassword: 'instamed-webhook-password',
} as const;
const instamedWebhookUser = 'instamed';

/** The files and what is in them. */
export function brokerSecrets(credentials: Credentials): Record<string, string> {
  return {
    [secrets.clientSecretKey]: credentials.clientSecretKey,
    [secrets.masterKey]: credentials.masterKey,
    [secrets.securityKey]: credentials.securityKey,
    [secrets.apiPassword]: credentials.apiPassword,
    [secrets.webhookSecret]: credentials.webhookSecret,
    [secrets.instamedWebhookPassword]: credentials.instamedWebhookPassword,
  };
}

export interface BrokerSurroundings {
  readonly sandboxUrl: string;
  readonly demoOrigin: string;
  readonly database: string;
  readonly signingKeyFile: string;
  readonly signingCertificateFile: string;
  readonly encryptionCertificateFile: string;
  readonly pollIntervalMs?: number;
}

/** The broker's configuration: the same file an operator writes, with the sandbox where InstaMed would stand. */
export function brokerConfiguration(credentials: Credentials, around: BrokerSurroundings) {
  return {
    environment: 'test',
    database: around.database,
    encryption: { masterKey: { file: secrets.masterKey } },
    clientSecretKey: { file: secrets.clientSecretKey },
    ...(around.pollIntervalMs === undefined ? {} : { polling: { intervalMs: around.pollIntervalMs } }),
    // The clinic's server is on this machine.
    webhookDelivery: { allowLoopback: true },
    tenants: [
      {
        id: 'riverside',
        name: clinicName,
        secretKeys: [{ id: 'clinic', sha256: createHash('sha256').update(credentials.secretKey).digest('hex'), scopes: hostScopes }],
        allowedOrigins: [around.demoOrigin],
        webhooks: [{ id: 'clinic', url: `${around.demoOrigin}/webhooks/collect-payment`, secrets: [{ file: secrets.webhookSecret }] }],
        instamed: {
          acsUrl: `${around.sandboxUrl}/providers/Forms/SSO/ACS_SAML2.aspx`,
          tokenStatusUrl: `${around.sandboxUrl}/providers/Forms/WebServices/SSOService.asmx`,
          receiptUrl: `${around.sandboxUrl}/payment/NVP.aspx`,
          paymentServiceUrl: `${around.sandboxUrl}/payment/service.asmx`,
          screensOrigin: around.sandboxUrl,
          consumerOrigin: around.sandboxUrl,
          ...account,
          securityKey: { file: secrets.securityKey },
          apiUser: account.accountId,
          apiPassword: { file: secrets.apiPassword },
          outlet,
          defaultUserId: 'portal',
          // The sandbox's own: where InstaMed has it is on no public page.
          receiptScreen: { address: '/providers/Form/PatientPayments/SandboxReceipt' },
          // What the two numbers mean no public page says; the sandbox asks for no more than that they are there.
          checkSales: { enabled: true, creditEffectiveOffset: 0, debitEffectiveOffset: 0 },
          webhooks: { basic: [{ user: instamedWebhookUser, password: { file: secrets.instamedWebhookPassword } }] },
          sso: 'saml',
          saml: {
            entityId: identityProviderId,
            audience: serviceProviderId,
            encrypt: 'aes-256-cbc',
            signingKey: { file: around.signingKeyFile },
            signingCertificate: { file: around.signingCertificateFile },
            encryptionCertificate: { file: around.encryptionCertificateFile },
          },
        },
      },
    ],
  };
}
