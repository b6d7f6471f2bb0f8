import { signXml } from '@node-saml/node-saml/lib/xml.js';
import { writeSamlResponse } from '@collect-payment/protocol';
import { expect, test } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { identityProvider, runningSandbox } from './signed-on.ts';
import { post, signing, termsFor } from './saml-form.ts';

const assertionPath = "/*[local-name(.)='Response']/*[local-name(.)='Assertion']";

/** A Response changed and then signed properly by the identity provider: what is wrong is what it says, not who said it. */
function changed(sandbox: RunningSandbox, change: (xml: string) => string, algorithm: 'sha1' | 'sha256' = 'sha256'): string {
  const unsigned = writeSamlResponse(termsFor(sandbox), signing('both')).replace(/<ds:Signature .*?<\/ds:Signature>/gs, '');
  const location = { reference: `${assertionPath}/*[local-name(.)='Issuer']`, action: 'after' } as const;
  const options = { privateKey: identityProvider.privateKey, signatureAlgorithm: algorithm, digestAlgorithm: algorithm };
  return signXml(change(unsigned), assertionPath, location, options);
}

test('a Response signed by other software launches', async () => {
  const sandbox = await runningSandbox();
  expect(
    await post(
      sandbox,
      changed(sandbox, (xml) => xml),
    ),
  ).toBe('launched');
});

test('SHA-1 is refused unless the switch accepts it', async () => {
  const sandbox = await runningSandbox();
  expect(
    await post(
      sandbox,
      changed(sandbox, (xml) => xml, 'sha1'),
    ),
  ).toBe('algorithm-refused');
  sandbox.switches.set({ samlDigest: 'sha1-accepted' });
  expect(
    await post(
      sandbox,
      changed(sandbox, (xml) => xml, 'sha1'),
    ),
  ).toBe('launched');
});

const otherAudience = '<saml:AudienceRestriction><saml:Audience>urn:another</saml:Audience></saml:AudienceRestriction>';

test.each<[name: string, reason: string, change: (xml: string) => string]>([
  ['a status other than success', 'status-not-success', (xml) => xml.replace('status:Success', 'status:Responder')],
  ['another SAML version', 'structure-invalid', (xml) => xml.replaceAll('Version="2.0"', 'Version="1.1"')],
  ['no AudienceRestriction', 'audience-mismatch', (xml) => xml.replace(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '')],
  [
    'a second AudienceRestriction that leaves us out',
    'audience-mismatch',
    (xml) => xml.replace('<saml:OneTimeUse>', `${otherAudience}<saml:OneTimeUse>`),
  ],
  ['no Conditions', 'audience-mismatch', (xml) => xml.replace(/<saml:Conditions .*<\/saml:Conditions>/, '')],
  ['another confirmation method', 'subject-confirmation-invalid', (xml) => xml.replace('cm:bearer', 'cm:sender-vouches')],
  [
    'a confirmation without end',
    'subject-confirmation-invalid',
    (xml) => xml.replace(/(SubjectConfirmationData) NotOnOrAfter="[^"]*"/, '$1'),
  ],
  [
    'a confirmation for a request',
    'in-response-to-unexpected',
    (xml) => xml.replace('SubjectConfirmationData ', 'SubjectConfirmationData InResponseTo="_1" '),
  ],
  ['no AuthnStatement', 'structure-invalid', (xml) => xml.replace(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/, '')],
  ['a time that is none', 'structure-invalid', (xml) => xml.replace(/NotBefore="[^"]*"/, 'NotBefore="soon"')],
  ['a time with an offset', 'structure-invalid', (xml) => xml.replace(/NotBefore="([^"]*)Z"/, 'NotBefore="$1+01:00"')],
])('an Assertion with %s is refused as %s', async (_, reason, change) => {
  const sandbox = await runningSandbox();
  expect(await post(sandbox, changed(sandbox, change))).toBe(reason);
});

test('replay and InResponseTo are accepted by switch', async () => {
  const sandbox = await runningSandbox({ switches: { samlReplay: 'accepted', samlInResponseTo: 'ignored' } });
  const xml = changed(sandbox, (text) => text.replace('SubjectConfirmationData ', 'SubjectConfirmationData InResponseTo="_1" '));
  expect(await post(sandbox, xml)).toBe('launched');
  expect(await post(sandbox, xml)).toBe('launched');
});
