import type { SecretKeyFile } from '../configuration/tenant-file.ts';

/** The files that `init` makes beside the configuration, and those that hold what InstaMed gives. */
export const files = {
  configuration: 'broker.json',
  clientSecretKey: 'client-secret-key',
  auditKey: 'audit-key',
  masterKey: 'master-key',
  signingKey: 'saml-signing-key.pem',
  signingCertificate: 'saml-signing-certificate.pem',
  securityKey: 'instamed-security-key',
  apiPassword: 'instamed-api-password',
} as const;

/** A configuration for production in which an empty text is a blank to fill in: none of them is accepted. */
export function blankConfiguration(secretKey: SecretKeyFile) {
  return {
    environment: 'production',
    listen: { host: '127.0.0.1', port: 4010 },
    publicUrl: '',
    database: 'broker.sqlite',
    encryption: { masterKey: { file: files.masterKey } },
    clientSecretKey: { file: files.clientSecretKey },
    audit: { key: { file: files.auditKey } },
    tenants: [
      {
        id: '',
        name: '',
        secretKeys: [secretKey],
        allowedOrigins: [''],
        instamed: {
          accountId: '',
          ssoAlias: '',
          securityKey: { file: files.securityKey },
          apiUser: '',
          apiPassword: { file: files.apiPassword },
          outlet: { merchantId: '', storeId: '', terminalId: '' },
          sso: 'saml',
          saml: {
            entityId: '',
            audience: '',
            signingKey: { file: files.signingKey },
            signingCertificate: { file: files.signingCertificate },
          },
        },
      },
    ],
  };
}
