import { createHash, randomBytes } from 'node:crypto';
import { createCertificate } from '@collect-payment/sandbox';

export type TenantId = 'riverside' | 'hillside';
export const tenantIds = ['riverside', 'hillside'] as const satisfies readonly TenantId[];

export type Credentials = Awaited<ReturnType<typeof makeCredentials>>;

const clinic = (id: TenantId) => ({
  hostKey: `sk_test_SENTINEL_${id}`,
  webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
  securityKey: `SENTINEL-security-key-${id}`,
  apiPassword: `SENTINEL-api-password-${id}`,
  accountId: `front@${id}.test`,
  ssoAlias: id,
  id,
  outlet: { merchantId: id === 'riverside' ? '6011000551245' : '6011000551246', storeId: '001', terminalId: '002' },
});

/** Two clinics at two accounts. Every secret bears the word that no log may hold. */
export async function makeCredentials() {
  return {
    clinics: { riverside: clinic('riverside'), hillside: clinic('hillside') },
    clientSecretKey: randomBytes(32).toString('base64'),
    masterKey: randomBytes(32).toString('base64'),
    inboundPassword: 'SENTINEL-inbound-password',
    identityProvider: await createCertificate('identity provider'),
    serviceProvider: await createCertificate('service provider'),
  };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const identityProviderId = 'https://broker.test/saml';
export const serviceProviderId = 'https://instamed.test/sp';
export const instamedUser = 'instamed';
/** Typed on the hosted screen. */
export const cardNumber = '4111111111111111';

/** What must be in no log line: a word in every planted name, number and secret, the card, and what proves a caller. */
export function sentinelsOf({ clinics, clientSecretKey, masterKey }: Credentials): readonly string[] {
  return [
    'SENTINEL',
    cardNumber,
    clientSecretKey,
    masterKey,
    ...Object.values(clinics).map(({ webhookSecret }) => webhookSecret),
    '"cs_',
    'Bearer ',
  ];
}
