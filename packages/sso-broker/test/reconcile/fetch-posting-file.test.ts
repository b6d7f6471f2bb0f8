import { generateKeyPairSync, hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import ssh from 'ssh2';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PostingFiles } from '../../src/configuration/configuration.ts';
import { Secret } from '../../src/configuration/secret.ts';
import { fetchPostingFile } from '../../src/reconcile/fetch-posting-file.ts';
import { startInstaMed } from '../support/instamed.ts';

const password = 'file-password';
const rsa = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const publicBlob = (() => {
  const key = ssh.utils.parseKey(rsa.privateKey);
  if (key instanceof Error) throw key;
  return key.getPublicSSH();
})();
const publicKey = `ssh-rsa ${publicBlob.toString('base64')}`;
const fingerprintOf = (blob: Buffer): string => `SHA256:${hash('sha256', blob, 'base64').replaceAll('=', '')}`;

/** InstaMed's file server, as the broker is told of it. */
async function startFileServer(): Promise<PostingFiles> {
  const { fileServer } = await startInstaMed({ user: 'riverside', password, publicKey });
  return { host: '127.0.0.1', user: 'riverside', proof: { password: new Secret(password) }, port: 0, hostKey: '', ...fileServer };
}

const longFile = randomBytes(100_000).toString('base64');

/** A server that has one long file, and may break off when the last of it is asked for: by hanging up, or by saying that this is all. */
async function startLongServer(ending: 'whole' | 'hangs up' | 'says it is over'): Promise<PostingFiles> {
  const size = longFile.length;
  const server = new ssh.Server({ hostKeys: [rsa.privateKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => context.accept());
    client.on('session', (accept) =>
      accept().on('sftp', (acceptSftp) => {
        const sftp = acceptSftp();
        sftp.on('OPEN', (request) => sftp.handle(request, Buffer.of(1)));
        sftp.on('FSTAT', (request) => sftp.attrs(request, { mode: 0o100_444, size, uid: 0, gid: 0, atime: 0, mtime: 0 }));
        sftp.on('READ', (request, _handle, offset, length) => {
          // Less than was asked for, as a server may.
          const bytes = Buffer.from(longFile.slice(offset, offset + Math.min(length, 5000)));
          if (offset + length < size || ending === 'whole') sftp.data(request, bytes);
          else if (ending === 'hangs up') client.end();
          else sftp.status(request, ssh.utils.sftp.STATUS_CODE.EOF);
        });
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { host: '127.0.0.1', port, user: 'any', proof: { password: new Secret(password) }, hostKey: fingerprintOf(publicBlob) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

async function textOf(server: PostingFiles, path = 'IMDPA14.txt'): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of fetchPostingFile(server, path)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('a posting file', () => {
  it('comes by a password and by an RSA key', async () => {
    const server = await startFileServer();
    expect(await textOf(server)).toBe('');
    expect(await textOf({ ...server, proof: { privateKey: new Secret(rsa.privateKey) } }, '/IMDPA10.txt')).toBe('');
  });

  it('comes whole, in whatever pieces the server gives it', async () => {
    expect((await textOf(await startLongServer('whole'))) === longFile).toBe(true);
  });

  it('is not asked for at a server with another key, which learns neither name nor password', async () => {
    const server = await startFileServer();
    const learned: string[] = [];
    const other = new ssh.Server({ hostKeys: [rsa.privateKey] }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (context) => {
        learned.push(context.username);
        context.reject();
      });
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    await expect(textOf({ ...server, port })).rejects.toMatchObject({ failure: 'other_host_key' });
    expect(learned).toEqual([]);
    await expect(textOf({ ...server, port, hostKey: fingerprintOf(publicBlob) })).rejects.toMatchObject({ failure: 'refused_sign_on' });
    expect(learned).not.toEqual([]);
  });

  it('that breaks off is an error, and no shorter file', async () => {
    await expect(textOf(await startLongServer('hangs up'))).rejects.toMatchObject({ failure: 'cut_off' });
    await expect(textOf(await startLongServer('says it is over'))).rejects.toMatchObject({ failure: 'cut_off' });
  });

  it('that cannot be had is told by why, and never by what the server said', async () => {
    const server = await startFileServer();
    const foreign = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const refused = { failure: 'refused_sign_on', message: 'refused_sign_on' };
    await expect(textOf({ ...server, proof: { password: new Secret('other') } })).rejects.toMatchObject(refused);
    await expect(textOf({ ...server, proof: { privateKey: new Secret(foreign.privateKey) } })).rejects.toMatchObject(refused);
    await expect(textOf({ ...server, user: 'somebody' })).rejects.toMatchObject(refused);
    await expect(textOf({ ...server, proof: { privateKey: new Secret('no key') } })).rejects.toMatchObject({ failure: 'bad_private_key' });
    await expect(textOf(server, 'IMDPA99.txt')).rejects.toMatchObject({ failure: 'no_such_file' });
    await expect(textOf({ ...server, port: await freePort() })).rejects.toMatchObject({ failure: 'unreachable' });
  });

  it('cannot be reached at a server that hangs up, or that speaks something else', async () => {
    const server = await startFileServer();
    for (const greeting of ['', 'HTTP/1.1 400 Bad Request\r\n\r\n']) {
      const other = createServer((socket) => void socket.on('error', () => undefined).end(greeting)).listen(0, '127.0.0.1');
      await once(other, 'listening');
      onTestFinished(() => void other.close());
      await expect(textOf({ ...server, port: (other.address() as AddressInfo).port })).rejects.toMatchObject({ failure: 'unreachable' });
    }
  });
});
