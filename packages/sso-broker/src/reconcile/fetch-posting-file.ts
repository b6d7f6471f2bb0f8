import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Client, type ConnectConfig, type SFTPWrapper } from 'ssh2';
import type { PostingFiles } from '../configuration/configuration.ts';

/** Why a posting file did not come. Nothing that the server says is repeated. */
export type FetchFailure = 'unreachable' | 'other_host_key' | 'refused_sign_on' | 'bad_private_key' | 'no_such_file' | 'cut_off';

/** A posting file did not come, or not to its end. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly failure: FetchFailure;

  constructor(failure: FetchFailure, options?: ErrorOptions) {
    super(failure, options);
    this.failure = failure;
  }
}

const signOnBoundMs = 20_000;
const keepaliveMs = 10_000;
const chunkBytes = 32_768;

/**
 * A file of InstaMed's file server, in pieces, by SFTP (instamed-protocol.md §9.5). The server is known by its key before anything is sent that
 * only it may see, and a file that comes short of the length it was opened with is an error and no shorter file.
 *
 * Throws FetchError.
 */
export async function* fetchPostingFile(server: PostingFiles, path: string): AsyncGenerator<Uint8Array> {
  const client = new Client();
  try {
    yield* read(await open(client, server), path);
  } finally {
    client.destroy();
  }
}

async function open(client: Client, { host, port, user, proof, hostKey }: PostingFiles): Promise<SFTPWrapper> {
  let isOther = false;
  const hostVerifier = (key: Buffer): boolean => {
    isOther = `SHA256:${createHash('sha256').update(key).digest('base64').replaceAll('=', '')}` !== hostKey;
    return !isOther;
  };
  const shown = 'password' in proof ? { password: proof.password.reveal() } : { privateKey: proof.privateKey.reveal() };
  const within = { readyTimeout: signOnBoundMs, keepaliveInterval: keepaliveMs };
  connect(client, { host, port, username: user, ...shown, ...within, hostVerifier });
  try {
    await once(client, 'ready');
    // From now on a connection that breaks is the failure of whoever waits for an answer.
    client.on('error', () => undefined);
    return await answer<SFTPWrapper>('unreachable', (told) => client.sftp(told));
  } catch (error) {
    const isRefused = (error as { level?: unknown }).level === 'client-authentication';
    throw new FetchError(isOther ? 'other_host_key' : isRefused ? 'refused_sign_on' : 'unreachable');
  }
}

function connect(client: Client, settings: ConnectConfig): void {
  try {
    client.connect(settings);
  } catch {
    // Of what it is given, it examines the key only. Its message could quote it.
    throw new FetchError('bad_private_key');
  }
}

async function* read(sftp: SFTPWrapper, path: string): AsyncGenerator<Uint8Array> {
  const handle = await answer<Buffer>('no_such_file', (told) => sftp.open(path, 'r', told));
  const { size } = await answer<{ size: number }>('cut_off', (told) => sftp.fstat(handle, told));
  for (let at = 0; at < size;) {
    const bytes = Buffer.alloc(Math.min(chunkBytes, size - at));
    const length = await answer<number>('cut_off', (told) => sftp.read(handle, bytes, 0, bytes.length, at, told));
    if (length === 0) throw new FetchError('cut_off');
    at += length;
    yield bytes.subarray(0, length);
  }
}

function answer<Value>(failure: FetchFailure, ask: (told: (error: Error | undefined, value: Value) => void) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    ask((error, value) => (error ? reject(new FetchError(failure)) : resolve(value)));
  });
}
