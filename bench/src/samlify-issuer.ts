import { randomUUID, type KeyObject } from 'node:crypto';
import { IdentityProvider, SamlLib, ServiceProvider } from 'samlify';
import { parties, signOnFields } from './sign-on.ts';

const postBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
const basic = 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic';

/** samlify as the IdentityProvider: one Signature, on the Assertion, with the same attributes. Returns the base64 of a Response. */
export async function createSamlifyIssuer(privateKey: string | KeyObject, certificatePem: string): Promise<() => Promise<string>> {
  const idp = IdentityProvider({
    entityID: parties.identityProvider,
    // Its types say text, but it hands the key to node:crypto as it is: a KeyObject spares it parsing the PEM each time.
    privateKey: privateKey as string,
    signingCert: certificatePem,
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    nameIDFormat: [parties.nameIdFormat],
    singleSignOnService: [{ Binding: postBinding, Location: `${parties.identityProvider}/sso` }],
    singleLogoutService: [{ Binding: postBinding, Location: `${parties.identityProvider}/slo` }],
    loginResponseTemplate: {
      context: SamlLib.defaultLoginResponseTemplate.context,
      attributes: signOnFields.map(([name], index) => ({ name, valueTag: `value${index}`, nameFormat: basic, valueXsiType: 'xs:string' })),
    },
  });
  const sp = ServiceProvider({
    entityID: parties.serviceProvider,
    wantAssertionsSigned: true,
    assertionConsumerService: [{ Binding: postBinding, Location: parties.assertionConsumerService }],
  });
  // The placeholder samlify makes of `value0` is `{attrValue0}`.
  const attributes = Object.fromEntries(signOnFields.map(([, value], index) => [`attrValue${index}`, value]));

  const fill = (template: string) => {
    const now = new Date();
    const end = new Date(now.getTime() + 300_000).toISOString();
    const id = `_${randomUUID()}`;
    const context = SamlLib.replaceTagsByValue(template, {
      ID: id,
      AssertionID: `_${randomUUID()}`,
      Destination: parties.assertionConsumerService,
      AssertionConsumerServiceURL: parties.assertionConsumerService,
      SubjectRecipient: parties.assertionConsumerService,
      Audience: parties.serviceProvider,
      EntityID: parties.serviceProvider,
      Issuer: parties.identityProvider,
      IssueInstant: now.toISOString(),
      StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
      ConditionsNotBefore: now.toISOString(),
      ConditionsNotOnOrAfter: end,
      SubjectConfirmationDataNotOnOrAfter: end,
      NameIDFormat: parties.nameIdFormat,
      NameID: parties.nameId,
      InResponseTo: '',
      AuthnStatement: '',
      ...attributes,
    });
    return { id, context };
  };
  const issue = async () => {
    const { context } = await idp.createLoginResponse(sp, { extract: {} }, 'post', {}, { customTagReplacement: fill });
    return context;
  };
  const sample = Buffer.from(await issue(), 'base64').toString();
  const complete = signOnFields.every(([, value]) => sample.includes(`>${value}<`)) && sample.split('<ds:Signature ').length === 2;
  if (!complete) throw new Error('samlify does not issue the Response it is compared with.');
  return issue;
}
