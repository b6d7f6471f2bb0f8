import { createHash, randomBytes } from 'node:crypto';
import { createCertificate } from '@collect-payment/sandbox';

/** The key pairs of one run: ours for signing, InstaMed's for encryption. */
export const identityProvider = await createCertificate('identity provider');
export const serviceProvider = await createCertificate('service provider');

export const identityProviderId = 'https://broker.test/saml';
export const serviceProviderId = 'https://instamed.test/sp';

/** Values that must turn up nowhere but in the calls to InstaMed. */
export const secrets = {
  securityKey: 'sentinel-security-key',
  apiPassword: 'sentinel-api-password',
  restKey: 'sentinel-rest-key',
  restSecret: 'sentinel-rest-secret',
  clientSecretKey: randomBytes(32).toString('base64'),
  masterKey: randomBytes(32).toString('base64'),
  inboundPassword: 'sentinel-inbound-password',
  nextInboundPassword: 'sentinel-next-inbound-password',
  metricsToken: 'sentinel-metrics-token',
  webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
};

export const hostKey = 'sk_test_sentinel_host_key';
export const readOnlyKey = 'sk_test_sentinel_read_only';
export const otherTenantKey = 'sk_test_sentinel_other_tenant';
/** A key of the first tenant's that has this scope only. */
export const keyFor = (scope: string): string => `sk_test_sentinel_${scope}`;
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const allowedOrigin = 'https://portal.test';
export const otherOrigin = 'https://other.test';

export const account = {
  accountId: 'front@riverside.test',
  ssoAlias: 'front-desk',
  id: 'riverside',
  outlet: { merchantId: '6011000551245', storeId: '001', terminalId: '002' },
};
