import { brokerJson } from '../support/broker-json.ts';

interface Reference {
  readonly env: string;
}

/** What the rotations change in a configuration. */
export interface Keys {
  readonly clientSecretKey: Reference;
  readonly secondClientSecretKey?: Reference | undefined;
  /** Of the first tenant, as `keys rotate` writes them. */
  readonly secretKeys?: readonly object[];
  readonly webhookSecrets: readonly Reference[];
  readonly signing: {
    readonly signingKey: Reference;
    readonly signingCertificate: Reference;
    readonly next?: { readonly signingCertificate: Reference; readonly signingKey?: Reference; readonly notBeforeUse?: string };
  };
}

export const oldKeys: Keys = {
  clientSecretKey: { env: 'CLIENT_SECRET_KEY' },
  webhookSecrets: [{ env: 'WEBHOOK_SECRET' }],
  signing: { signingKey: { env: 'SIGNING_KEY' }, signingCertificate: { env: 'SIGNING_CERTIFICATE' } },
};

/** The configuration of a broker with these keys. Both tenants tell one host; the first one signs on by SAML. */
export function rotatingJson(instamedUrl: string, databaseUrl: string, hostUrl: string, keys: Keys) {
  const { clientSecretKey, secondClientSecretKey, secretKeys, webhookSecrets, signing } = keys;
  // On a busy machine a sign-on takes its time: what fails is to fail for its key.
  const json = brokerJson(instamedUrl, { databaseUrl, intervalMs: 200, answerTimeoutMs: 20_000 });
  return {
    ...json,
    clientSecretKey,
    ...(secondClientSecretKey && { secondClientSecretKey }),
    tenants: json.tenants.map((tenant) => {
      const { instamed } = tenant;
      const webhooks = [{ id: 'portal', url: hostUrl, secrets: webhookSecrets }];
      if (!('saml' in instamed)) return Object.assign({}, tenant, { webhooks });
      const changed = { webhooks, instamed: { ...instamed, saml: { ...instamed.saml, ...signing } } };
      return Object.assign({}, tenant, changed, secretKeys && { secretKeys });
    }),
  };
}
