import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { SandboxConfiguration } from './configuration.ts';
import { SandboxError } from './sandbox-error.ts';
import { Certificates } from './sso/saml/certificates.ts';
import { WebhookAddresses } from './webhook/webhook-addresses.ts';

const text = Type.String({ minLength: 1 });
const strict = { additionalProperties: false };

const Configuration = Type.Object(
  {
    accounts: Type.Array(
      Type.Object(
        {
          accountId: text,
          securityKey: text,
          ssoAlias: text,
          id: text,
          apiUser: text,
          apiPassword: text,
          rest: Type.Optional(Type.Object({ apiKey: text, apiSecret: text }, strict)),
          outlet: Type.Object({ merchantId: text, storeId: text, terminalId: text }, strict),
          merchantName: text,
          files: Type.Optional(Type.Object({ user: text, password: Type.Optional(text), publicKey: Type.Optional(text) }, strict)),
          identityProvider: Type.Optional(Type.Object({ entityId: text, certificate: Type.Union([text, Certificates]) }, strict)),
        },
        strict,
      ),
      { minItems: 1 },
    ),
    serviceProvider: Type.Object({ entityId: text, privateKey: Type.Optional(text), certificate: Type.Optional(text) }, strict),
    webhooks: Type.Optional(WebhookAddresses),
    switches: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  strict,
);

/** Reads a configuration file. @throws SandboxError ERR_SANDBOX_CONFIGURATION naming the first field that does not fit */
export function readConfiguration(json: string): SandboxConfiguration {
  let configuration: unknown;
  try {
    configuration = JSON.parse(json);
  } catch {
    throw new SandboxError('ERR_SANDBOX_CONFIGURATION', { param: 'not JSON' });
  }
  if (Value.Check(Configuration, configuration)) return configuration;
  const [first] = Value.Errors(Configuration, configuration);
  throw new SandboxError('ERR_SANDBOX_CONFIGURATION', { param: first?.instancePath.slice(1) ?? '' });
}
