import { createPrivateKey } from 'node:crypto';
import { writeSamlResponse } from '@collect-payment/protocol';
import { signXml } from '@node-saml/node-saml/lib/xml.js';
import { describe, expect, it, test } from 'vitest';
import { createCertificate } from '../src/create-certificate.ts';
import { readConfiguration } from '../src/read-configuration.ts';
import { encryption, post, signOn, signing, termsFor } from './saml-form.ts';
import { account, configuration, control, identityProvider, runningSandbox } from './signed-on.ts';

const pairs = { old: identityProvider, next: await createCertificate('next'), third: await createCertificate('third') };
type Key = keyof typeof pairs;
const pem = (key: Key) => pairs[key].certificate;
const by = (key: Key, scope: 'assertion' | 'response' | 'both' = 'both') =>
  signing(scope, { key: createPrivateKey(pairs[key].privateKey), certificate: pem(key) });
const { entityId } = account.identityProvider;

const afterIssuer = { reference: "/*/*[local-name(.)='Issuer']", action: 'after' } as const;

const trusting = (...keys: readonly Key[]) =>
  runningSandbox({ accounts: [{ ...account, identityProvider: { entityId, certificate: keys.map(pem) } }] });

const trustNow = (sandbox: Awaited<ReturnType<typeof runningSandbox>>, accountId: string, ...keys: readonly Key[]) =>
  control(sandbox, 'PUT', 'certificates', { accountId, certificates: keys.map(pem) });

describe('an account with certificates', () => {
  it.each([
    [['old'], 'old', 'launched'],
    [['old'], 'next', 'signature-invalid'],
    [['old'], 'third', 'signature-invalid'],
    [['old', 'next'], 'old', 'launched'],
    [['old', 'next'], 'next', 'launched'],
    [['old', 'next'], 'third', 'signature-invalid'],
    [['next', 'old'], 'old', 'launched'],
    [['next'], 'old', 'signature-invalid'],
    [['next'], 'next', 'launched'],
    [['next'], 'third', 'signature-invalid'],
  ] as const)('that trusts %j answers what the %s key signed: %s', async (trusted, signer, answer) => {
    const sandbox = await trusting(...trusted);
    for (const scope of ['assertion', 'response', 'both'] as const) {
      expect(await signOn(sandbox, {}, by(signer, scope))).toBe(answer);
      const sealed = await signOn(sandbox, {}, by(signer, scope), encryption('aes-256-gcm'));
      expect(sealed).toBe(answer);
    }
  });

  it('that trusts two refuses a Response whose two signatures are of two keys', async () => {
    const sandbox = await trusting('old', 'next');
    const signedBy = (response: Key, assertion: Key) =>
      signXml(writeSamlResponse(termsFor(sandbox), by(assertion, 'assertion')), '/*', afterIssuer, {
        privateKey: pairs[response].privateKey,
        signatureAlgorithm: 'sha256',
        digestAlgorithm: 'sha256',
      });
    expect(await post(sandbox, signedBy('old', 'old'))).toBe('launched');
    expect(await post(sandbox, signedBy('next', 'next'))).toBe('launched');
    expect(await post(sandbox, signedBy('old', 'next'))).toBe('signature-invalid');
    expect(await post(sandbox, signedBy('next', 'old'))).toBe('signature-invalid');
  });

  it('that trusts two names what is wrong, whichever of the two has signed', async () => {
    const { privateKey: _, ...keyless } = configuration.serviceProvider;
    const accounts = [{ ...account, identityProvider: { entityId, certificate: [pem('old'), pem('next')] } }];
    const sandbox = await runningSandbox({ accounts, serviceProvider: keyless });
    for (const key of ['old', 'next'] as const) {
      expect(await signOn(sandbox, {}, by(key), encryption('aes-256-gcm'))).toBe('decryption-failed');
      expect(await signOn(sandbox, { audience: 'urn:another' }, by(key))).toBe('audience-mismatch');
    }
  });

  it('learns the next one and forgets the old one while it runs, until it is reset', async () => {
    const sandbox = await runningSandbox();
    const answers = async () => [await signOn(sandbox, {}, by('old')), await signOn(sandbox, {}, by('next'))];
    expect(await answers()).toEqual(['launched', 'signature-invalid']);
    expect(await trustNow(sandbox, account.accountId, 'old', 'next')).toEqual({ status: 200, json: { certificates: 2 } });
    expect(await answers()).toEqual(['launched', 'launched']);
    await trustNow(sandbox, account.accountId, 'next');
    expect(await answers()).toEqual(['signature-invalid', 'launched']);
    await control(sandbox, 'POST', 'reset');
    expect(await answers()).toEqual(['launched', 'signature-invalid']);
  });

  it('takes one or two of them, and only for itself', async () => {
    const sandbox = await runningSandbox();
    for (const keys of [[], ['old', 'next', 'third']] as const)
      expect(await trustNow(sandbox, account.accountId, ...keys)).toMatchObject({
        status: 400,
        json: { error: { code: 'ERR_SANDBOX_BODY' } },
      });
    expect(await trustNow(sandbox, 'nobody@lake.example', 'next')).toMatchObject({ json: { error: { param: 'accountId' } } });
    expect(await signOn(sandbox, {}, by('next'))).toBe('signature-invalid');
  });
});

const readWith = (certificate: unknown) =>
  readConfiguration(JSON.stringify({ ...configuration, accounts: [{ ...account, identityProvider: { entityId, certificate } }] }));

test.each([['PEM'], [['PEM']], [['PEM', 'PEM']]])('a configuration with the certificates %j is read', (certificate) => {
  expect(readWith(certificate).accounts[0]?.identityProvider).toEqual({ entityId, certificate });
});

test.each([[[]], [['PEM', 'PEM', 'PEM']], [['']]])('a configuration with the certificates %j is refused by the field', (certificate) => {
  expect(() => readWith(certificate)).toThrow(
    expect.objectContaining({ param: expect.stringContaining('accounts/0/identityProvider') as string }),
  );
});
