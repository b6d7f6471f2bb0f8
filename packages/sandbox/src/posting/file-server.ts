import { createHash, generateKeyPairSync, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh, { type AuthContext, type Connection } from 'ssh2';
import type { SandboxAccount } from '../configuration.ts';
import type { Ledger } from '../ledger.ts';
import { serveFiles } from './serve-files.ts';

/** InstaMed's server of posting files (instamed-protocol.md §9.5), listening. */
export interface FileServer {
  readonly port: number;
  /** `SHA256:…`, as `ssh-keygen -lf` prints it. */
  readonly hostKey: string;
  close(): Promise<void>;
}

/** Serves an account's posting files by SFTP to whoever it names, under a key made at the start. Undefined when no account names anybody. */
export async function startFileServer(
  accounts: readonly SandboxAccount[],
  ledger: Ledger,
  at: { readonly port: number; readonly host: string },
): Promise<FileServer | undefined> {
  if (!accounts.some(({ files }) => files)) return undefined;
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const connections = new Set<Connection>();
  const server = new ssh.Server({ hostKeys: [privateKey] }, (connection) => {
    connections.add(connection);
    let account: SandboxAccount | undefined;
    connection.on('authentication', (context) => {
      account = accounts.find((each) => isOf(each, context));
      if (account === undefined) context.reject(['password', 'publickey']);
      else context.accept();
    });
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => {
        if (account !== undefined) serveFiles(acceptSftp(), ledger, account.accountId);
      });
    });
    // Who hangs up in the middle is no trouble of ours.
    connection.on('error', () => undefined);
    connection.on('close', () => connections.delete(connection));
  });
  server.listen(at.port, at.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: fingerprintOf(privateKey),
    close: async () => {
      for (const connection of connections) connection.end();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

function isOf({ files }: SandboxAccount, context: AuthContext): boolean {
  if (files === undefined || context.username !== files.user) return false;
  if (context.method === 'password') return files.password !== undefined && isSame(context.password, files.password);
  if (context.method !== 'publickey' || files.publicKey === undefined) return false;
  const key = ssh.utils.parseKey(files.publicKey);
  if (key instanceof Error || !isSame(context.key.data.toString('base64'), key.getPublicSSH().toString('base64'))) return false;
  // Without a signature it is asked first whether the key would do (RFC 4252 7).
  if (context.signature === undefined) return true;
  // Of a signature that is none the library answers with an error, which its types do not say.
  const isSigned: unknown = key.verify(context.blob ?? Buffer.of(), context.signature, context.hashAlgo);
  return isSigned === true;
}

const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());

function fingerprintOf(privateKey: string): string {
  const key = ssh.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replaceAll('=', '')}`;
}
