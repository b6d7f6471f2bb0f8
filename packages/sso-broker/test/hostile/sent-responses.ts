import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { acsPath, consumerAcsPath, decodeNvp } from '@collect-payment/protocol';
import { onTestFinished } from 'vitest';
import { identityProvider, identityProviderId, serviceProviderId } from '../support/credentials.ts';

const channel = 'undici:request:bodyChunkSent';

/** The SAMLResponses that leave this process for InstaMed, XML, as they leave it. */
export function watchSentResponses(): string[] {
  const sent: string[] = [];
  const listener = (message: unknown): void => {
    const { request, chunk } = message as { readonly request: { readonly path: string }; readonly chunk: string | Uint8Array };
    if (request.path !== acsPath && request.path !== consumerAcsPath) return;
    const form = decodeNvp(Buffer.from(chunk).toString());
    sent.push(Buffer.from(form.get('SAMLResponse') ?? '', 'base64').toString());
  };
  subscribe(channel, listener);
  onTestFinished(() => void unsubscribe(channel, listener));
  return sent;
}

/** Required, and so without its types: they bring in the DOM's, which a server does not have. */
interface Samlify {
  setSchemaValidator(validator: { readonly validate: () => Promise<string> }): void;
  IdentityProvider(settings: object): object;
  ServiceProvider(settings: object): {
    parseLoginResponse(from: object, binding: 'post', request: object): Promise<{ readonly extract: SamlReading }>;
  };
}

export interface SamlReading {
  readonly nameID: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const postTo = (Location: string) => [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', Location }];

/** Reads as samlify does, which also verifies: another reader than the sandbox's. Rejects what does not hold. */
export function createSamlReader(recipient: string): (xml: string) => Promise<SamlReading> {
  const samlify = createRequire(import.meta.url)('samlify') as Samlify;
  // samlify insists on a validator; the XML Schemas are no part of the project.
  samlify.setSchemaValidator({ validate: async () => 'skipped' });
  const idp = samlify.IdentityProvider({
    entityID: identityProviderId,
    signingCert: identityProvider.certificate,
    singleSignOnService: postTo(`${identityProviderId}/sso`),
    singleLogoutService: postTo(`${identityProviderId}/slo`),
  });
  const sp = samlify.ServiceProvider({ entityID: serviceProviderId, assertionConsumerService: postTo(recipient) });
  return async (xml) => {
    const request = { body: { SAMLResponse: Buffer.from(xml).toString('base64') } };
    return (await sp.parseLoginResponse(idp, 'post', request)).extract;
  };
}
