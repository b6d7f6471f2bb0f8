import { createPrivateKey } from 'node:crypto';
import { acsPath, encodeNvp, encodeSsoParameters, samlPostFields, ssoErrorPath, writeSamlResponse } from '@collect-payment/protocol';
import { expect, test } from 'vitest';
import { createCertificate } from '../src/create-certificate.ts';
import { account, configuration, control, parametersFor, postForm, runningSandbox } from './signed-on.ts';
import { encryption, post, relayStateOf, signOn, signing, termsFor } from './saml-form.ts';

const stranger = await createCertificate('stranger');
const strangerKey = { key: createPrivateKey(stranger.privateKey), certificate: stranger.certificate };

test.each(['assertion', 'response', 'both'] as const)('a Response signed by %s launches, plain or encrypted', async (scope) => {
  const sandbox = await runningSandbox();
  expect(await signOn(sandbox, {}, signing(scope))).toBe('launched');
  expect(await signOn(sandbox, {}, signing(scope), encryption('aes-256-cbc'))).toBe('launched');
  expect(await signOn(sandbox, {}, signing(scope), encryption('aes-256-gcm'))).toBe('launched');
});

test('the header answer is asked for inside the Assertion', async () => {
  const sandbox = await runningSandbox();
  const xml = writeSamlResponse(termsFor(sandbox), signing('both'));
  const response = await postForm(sandbox.url, encodeNvp(samlPostFields(xml, relayStateOf(sandbox))));
  expect(response.status).toBe(200);
  expect(response.headers.get('relaystate')).toContain('?token=');
});

test.each([
  ['issuer-unknown', { issuer: 'https://somebody.example' }],
  ['audience-mismatch', { audience: 'urn:another' }],
  ['recipient-mismatch', { recipient: 'https://other.example/acs' }],
  ['destination-mismatch', { destination: 'https://other.example/acs' }],
] as const)('%s is refused and named on the page', async (reason, changes) => {
  const sandbox = await runningSandbox();
  const xml = writeSamlResponse(termsFor(sandbox, changes), signing('both'));
  const response = await postForm(sandbox.url, encodeNvp(samlPostFields(xml, relayStateOf(sandbox))));
  const page = new URL(response.headers.get('location') ?? '');
  expect(page.pathname).toBe(ssoErrorPath);
  expect(page.searchParams.get('respMessage')).toMatch(new RegExp(`^${reason}: `));
  expect(await (await fetch(page)).text()).toContain(reason);
  expect((await control(sandbox, 'GET', 'ledger')).json['refusals']).toMatchObject([{ sso: 'saml', reason }]);
});

test('an Assertion is refused before its time, from its end on, and not within', async () => {
  const sandbox = await runningSandbox();
  const nowMs = sandbox.clock.now().getTime();
  const window = (fromMs: number, toMs: number) => ({ notBefore: new Date(nowMs + fromMs), notOnOrAfter: new Date(nowMs + toMs) });
  expect(await signOn(sandbox, window(60_000, 120_000))).toBe('not-yet-valid');
  expect(await signOn(sandbox, window(-60_000, 0))).toBe('expired');
  expect(await signOn(sandbox, window(-60_000, 60_000))).toBe('launched');
  sandbox.clock.advance(90_000);
  expect(await signOn(sandbox, window(60_000, 120_000))).toBe('launched');
});

test('allowed clock skew stretches the time of an Assertion both ways', async () => {
  const sandbox = await runningSandbox({ switches: { samlClockSkewMs: '60000' } });
  const nowMs = sandbox.clock.now().getTime();
  expect(await signOn(sandbox, { notBefore: new Date(nowMs + 50_000) })).toBe('launched');
  expect(await signOn(sandbox, { notOnOrAfter: new Date(nowMs - 50_000) })).toBe('launched');
});

test('an Assertion serves once, in whatever Response it comes', async () => {
  const sandbox = await runningSandbox();
  const terms = termsFor(sandbox);
  expect(await post(sandbox, writeSamlResponse(terms, signing('both')))).toBe('launched');
  expect(await post(sandbox, writeSamlResponse(terms, signing('both')))).toBe('replayed');
  expect(await post(sandbox, writeSamlResponse({ ...terms, responseId: '_another' }, signing('both')))).toBe('replayed');
});

test('a changed character is refused wherever it is', async () => {
  const sandbox = await runningSandbox();
  for (const scope of ['assertion', 'response', 'both'] as const) {
    const xml = writeSamlResponse(termsFor(sandbox), signing(scope));
    expect(await post(sandbox, xml.replace('>Smith<', '>Smyth<'))).toBe('signature-invalid');
    expect(await post(sandbox, xml.replace('>125.00<', '>1.00<'))).toBe('signature-invalid');
  }
});

test("a stranger's signature is refused, its certificate in KeyInfo or not", async () => {
  const sandbox = await runningSandbox();
  expect(await signOn(sandbox, {}, signing('both', strangerKey))).toBe('signature-invalid');
});

test('a Response without signature is not read', async () => {
  const sandbox = await runningSandbox();
  const xml = writeSamlResponse(termsFor(sandbox), signing('both')).replace(/<ds:Signature .*?<\/ds:Signature>/gs, '');
  expect(await post(sandbox, xml)).toBe('unsigned');
});

test('a Response signature that fails is not saved by a good Assertion signature', async () => {
  const sandbox = await runningSandbox();
  const xml = writeSamlResponse(termsFor(sandbox), signing('both'));
  expect(await post(sandbox, xml.replace('Version="2.0"><saml:Issuer', 'Version="2.0" Consent="none"><saml:Issuer'))).toBe(
    'signature-invalid',
  );
});

test('an Assertion encrypted for another key cannot be decrypted', async () => {
  const sandbox = await runningSandbox();
  expect(await signOn(sandbox, {}, signing('both'), encryption('aes-256-gcm', stranger.certificate))).toBe('decryption-failed');
  const { privateKey: _, ...keyless } = configuration.serviceProvider;
  const blind = await runningSandbox({ serviceProvider: keyless });
  expect(await signOn(blind, {}, signing('both'), encryption('aes-256-cbc'))).toBe('decryption-failed');
});

test('attributes that contradict each other, or break their limits, are refused', async () => {
  const sandbox = await runningSandbox();
  const { attributes } = termsFor(sandbox);
  expect(await signOn(sandbox, { attributes: [...attributes, ['Amount', '1.00']] })).toBe('attribute-duplicate');
  expect(await signOn(sandbox, { attributes: [...attributes, ['returnURL', 'javascript:alert(1)']] })).toBe('attribute-invalid');
  expect(await signOn(sandbox, { attributes: attributes.filter(([name]) => name !== 'accountID') })).toBe('attribute-invalid');
});

test('RelayState must be the signed target and one of the screens', async () => {
  const sandbox = await runningSandbox();
  const xml = () => writeSamlResponse(termsFor(sandbox), signing('both'));
  expect(await post(sandbox, xml(), 'https://evil.example/')).toBe('relay-state-not-allowed');
  const attributes = termsFor(sandbox).attributes.filter(([name]) => name !== 'relayState');
  const unsignedTarget = () => writeSamlResponse(termsFor(sandbox, { attributes }), signing('both'));
  expect(await post(sandbox, unsignedTarget(), 'https://evil.example/')).toBe('relay-state-not-allowed');
  expect(await post(sandbox, unsignedTarget())).toBe('launched');
});

test('an identity provider signs on to its own accounts only', async () => {
  const other = {
    ...account,
    accountId: 'other@lake.example',
    identityProvider: { entityId: 'https://other.example/saml', certificate: stranger.certificate },
  };
  const sandbox = await runningSandbox({ accounts: [account, other] });
  const foreign = encodeSsoParameters(parametersFor(sandbox.url, { accountId: other.accountId, securityKey: account.securityKey }));
  expect(await signOn(sandbox, { attributes: foreign })).toBe('issuer-unknown');
  expect(await signOn(sandbox, { attributes: foreign, issuer: other.identityProvider.entityId })).toBe('signature-invalid');
  expect(await signOn(sandbox, { attributes: foreign, issuer: other.identityProvider.entityId }, signing('both', strangerKey))).toBe(
    'launched',
  );
});

test('a security key inside SAML is optional, and right when it comes', async () => {
  const sandbox = await runningSandbox();
  const withKey = (securityKey: string) => ({ attributes: encodeSsoParameters(parametersFor(sandbox.url, { securityKey })) });
  expect(await signOn(sandbox, withKey(account.securityKey))).toBe('launched');
  expect(await signOn(sandbox, withKey('wrong'))).toBe('credentials-invalid');
  sandbox.switches.set({ samlSecurityKey: 'required' });
  expect(await signOn(sandbox)).toBe('credentials-invalid');
});

test('what must be signed and encrypted is a switch', async () => {
  const sandbox = await runningSandbox({ switches: { samlSignature: 'both', samlEncryption: 'required' } });
  expect(await signOn(sandbox, {}, signing('both'))).toBe('encryption-required');
  expect(await signOn(sandbox, {}, signing('response'), encryption('aes-256-gcm'))).toBe('unsigned');
  expect(await signOn(sandbox, {}, signing('both'), encryption('aes-256-gcm'))).toBe('launched');
  sandbox.switches.set({ samlEncryption: 'refused' });
  expect(await signOn(sandbox, {}, signing('both'), encryption('aes-256-gcm'))).toBe('encryption-refused');
});

test.each([
  ['not base64', '%%%', 'xml-malformed'],
  ['not XML', btoa('hello'), 'xml-malformed'],
  ['with a document type', btoa('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), 'xml-malformed'],
  ['nested without end', btoa('<a>'.repeat(20_000)), 'xml-malformed'],
  ['another document', btoa('<x/>'), 'structure-invalid'],
  ['empty', '', 'saml-response-missing'],
])('SAMLResponse %s is refused', async (_, encoded, reason) => {
  const sandbox = await runningSandbox();
  await postForm(sandbox.url, encodeNvp([['SAMLResponse', encoded]]));
  expect((await control(sandbox, 'GET', 'ledger')).json['refusals']).toMatchObject([{ reason }]);
});

test('metadata names the entity, the assertion consumer service and the certificate to encrypt for', async () => {
  const sandbox = await runningSandbox();
  const metadata = await (await fetch(`${sandbox.url}/sandbox/metadata`)).text();
  expect(metadata).toContain(`entityID="${configuration.serviceProvider.entityId}"`);
  expect(metadata).toContain(`Location="${sandbox.url}${acsPath}"`);
  expect(metadata).toContain('use="encryption"');
});
