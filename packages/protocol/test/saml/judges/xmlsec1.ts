import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { identityProvider, serviceProvider } from '../parties.ts';
import { readAssertion, type Judge } from './reading.ts';

const binary = '/usr/bin/xmlsec1';
const run = promisify(execFile);

export const xmlsec1IsHere = existsSync(binary);
/** Part of a test title: why the test is skipped where it is. */
export const xmlsec1Note = xmlsec1IsHere ? 'xmlsec1' : `xmlsec1 (not run: no ${binary})`;

const elementsWithId = ['assertion:Assertion', 'protocol:Response'].flatMap((name) => [
  '--id-attr:ID',
  `urn:oasis:names:tc:SAML:2.0:${name}`,
]);
const signaturePath = (owner: string) => `//*[local-name()='${owner}']/*[local-name()='Signature']`;

interface Files {
  readonly response: string;
  readonly decrypted: string;
  readonly certificate: string;
  readonly key: string;
}

async function withFiles<Result>(xml: string, work: (files: Files) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'xmlsec1-'));
  const files = {
    response: join(folder, 'response.xml'),
    decrypted: join(folder, 'decrypted.xml'),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'key.pem'),
  };
  await writeFile(files.response, xml);
  await writeFile(files.certificate, identityProvider.certificatePem);
  await writeFile(files.key, serviceProvider.keyPem, { mode: 0o600 });
  try {
    return await work(files);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function verify(file: string, owner: string, files: Files): Promise<void> {
  await run(binary, [
    '--verify',
    '--enabled-key-data',
    'rsa',
    '--pubkey-cert-pem',
    files.certificate,
    ...elementsWithId,
    '--node-xpath',
    signaturePath(owner),
    file,
  ]);
}

/** Verifies each Signature that is there, the Response's before decryption and the Assertion's after, and reads the result. */
export const xmlsec1: Judge = {
  name: 'xmlsec1',
  read: (xml) =>
    withFiles(xml, async (files) => {
      if (/<\/saml:Issuer><ds:Signature /.test(xml.slice(0, xml.indexOf('<samlp:Status>'))))
        await verify(files.response, 'Response', files);
      const encrypted = xml.includes('<saml:EncryptedAssertion');
      if (encrypted) await run(binary, ['--decrypt', '--privkey-pem', files.key, '--output', files.decrypted, files.response]);
      const file = encrypted ? files.decrypted : files.response;
      const decrypted = await readFile(file, 'utf8');
      const assertion = decrypted.slice(
        decrypted.indexOf('<saml:Assertion'),
        decrypted.indexOf('</saml:Assertion>') + '</saml:Assertion>'.length,
      );
      if (assertion.includes('<ds:Signature')) await verify(file, 'Assertion', files);
      return readAssertion(assertion);
    }),
};
