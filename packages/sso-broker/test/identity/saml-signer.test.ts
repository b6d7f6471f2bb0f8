import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivateKey } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SamlSettings } from '../../src/configuration/configuration.ts';
import { writeSamlSignOn } from '../../src/gateway/saml-sign-on.ts';
import { externalKey, moduleKey, SignerError, type SamlKey } from '../../src/identity/saml-signer.ts';
import { readConfiguration, startBroker } from '../../src/index.ts';
import { brokerJson } from '../support/broker-json.ts';
import { environment } from '../support/broker.ts';
import { Client } from '../support/client.ts';
import { identityProvider } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';
import { startInstaMed } from '../support/instamed.ts';

/** A signer in a process of its own, as a key store is: the key never comes to the broker. */
const signer = (keyFile: string) => `
import { execFile } from 'node:child_process';
const program = "const c=require('node:crypto'),f=require('node:fs');process.stdout.write(c.sign('sha256',f.readFileSync(0),f.readFileSync(process.argv[1])))";
export const sign = (bytes) => new Promise((resolve, reject) => {
  const child = execFile(process.execPath, ['-e', program, ${JSON.stringify(keyFile)}], { encoding: 'buffer' }, (error, out) => error ? reject(error) : resolve(out));
  child.stdin.end(bytes);
});`;

function writeSigner(privateKey: string | Buffer): { directory: string; module: string } {
  const directory = makeDirectory();
  writeFileSync(join(directory, 'key.pem'), privateKey, { mode: 0o600 });
  writeFileSync(join(directory, 'signer.mjs'), signer(join(directory, 'key.pem')));
  return { directory, module: 'signer.mjs' };
}

async function start(instamedUrl: string, { directory, module }: { directory: string; module: string }) {
  const json = brokerJson(instamedUrl);
  const [tenant] = json.tenants;
  if (tenant !== undefined && 'saml' in tenant.instamed) Object.assign(tenant.instamed.saml, { signingKey: { module } });
  const broker = await startBroker(readConfiguration(json, { environment, directory }), { write: () => undefined });
  onTestFinished(() => broker.close());
  return new Client(broker.url);
}

describe('a signer outside the broker', { timeout: 60_000 }, () => {
  it('signs what InstaMed accepts', async () => {
    const instamed = await startInstaMed();
    const client = await start(instamed.url, writeSigner(identityProvider.privateKey));
    const { url } = await client.launch(await client.create());
    expect(new URL(url).origin).toBe(instamed.url);
  });

  it('is refused at the start when its key is not the one of the certificate', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const other = writeSigner(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await expect(start('http://127.0.0.1:9', other)).rejects.toThrow(SignerError);
  });

  it('is refused at the start when the module exports no signer', async () => {
    const directory = makeDirectory();
    writeFileSync(join(directory, 'signer.mjs'), 'export const sing = 1;');
    await expect(moduleKeyAt(join(directory, 'signer.mjs'))).rejects.toThrow('exports no function named sign');
  });

  it('that fails or is too slow is a SignerError, which keeps its words to itself', async () => {
    const failing = externalKey(() => Promise.reject(new Error('sentinel')));
    const silent = externalKey(() => new Promise(() => undefined), 1);
    await expect(signWith(failing)).rejects.toMatchObject({ name: 'SignerError', message: 'The signer failed' });
    await expect(signWith(silent)).rejects.toMatchObject({ name: 'SignerError', message: 'The signer gave no answer in time' });
  });
});

describe('the change from one signing key to the next', () => {
  it('happens at its moment, to the millisecond and without a restart', async () => {
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const present = createPrivateKey(identityProvider.privateKey);
    const certificate = new X509Certificate(identityProvider.certificate);
    const settings: SamlSettings = {
      entityId: 'us',
      audience: 'them',
      recipient: 'https://them.test',
      destination: 'https://them.test',
      consumer: { audience: 'them', recipient: 'https://them.test', destination: 'https://them.test' },
      nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
      sign: 'response',
      encryption: undefined,
      signing: { key: { type: 'key', key: present }, certificate },
      next: { certificate, use: { key: { type: 'key', key: next }, fromMs: 5000 } },
      lifetimeMs: 300_000,
      sendSecurityKey: false,
    };
    let count = 0;
    const signedAt = (nowMs: number, changes: Partial<SamlSettings> = {}) => {
      count = 0;
      const entropy = { nowMs, randomBytes: (length: number) => Buffer.alloc(length, (count += 1)) };
      return writeSamlSignOn({ ...settings, ...changes }, [['a', 'b']], 'clerk', 'relay', entropy);
    };
    const byNext = { signing: { key: { type: 'key', key: next }, certificate }, next: undefined } as const;
    expect(signedAt(4999)).toEqual(signedAt(4999, { next: undefined }));
    expect(signedAt(5000)).toEqual(signedAt(5000, byNext));
    expect(signedAt(5000)).not.toEqual(signedAt(5000, { next: undefined }));
  });
});

const signWith = (key: SamlKey): Promise<Uint8Array> =>
  key.type === 'external' ? key.sign(Buffer.from('x')) : Promise.reject(new TypeError('not external'));
const moduleKeyAt = (path: string) => signWith(moduleKey(path));
