import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Secret } from '../configuration/secret.ts';

/** Wraps data keys and opens them: a key of the configuration, or a key store that never gives its own away. Rejects when it cannot. */
export interface MasterKey {
  /** Tells master keys apart, and nothing of them. */
  id(): Promise<string>;
  /** `context` must be told again to unwrap: a wrapped key opens as the one it was made for. */
  wrap(dataKey: Uint8Array, context: string): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array, context: string): Promise<Uint8Array>;
}

/** The key store failed, was too slow, or is not one. Its own words stay inside: they may quote what it was given. */
export class KeyStoreError extends Error {
  override readonly name = 'KeyStoreError';
}

const nonceBytes = 12;
const tagBytes = 16;
/** The longest that a key store is waited for; it is asked at the start only. */
const answerTimeoutMs = 10_000;

/** At least 32 random bytes. AES-256-GCM under a key derived from them. */
export function masterKeyOf(secret: Secret<Uint8Array>): MasterKey {
  const subkey = (purpose: string) => new Uint8Array(hkdfSync('sha256', secret.reveal(), '', purpose, 32));
  return {
    id: async () => createHash('sha256').update(subkey('name of the master key')).digest('hex').slice(0, 16),
    async wrap(dataKey, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', subkey('data keys'), nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(context));
      const wrapped = Buffer.concat([cipher.update(dataKey), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), wrapped]);
    },
    async unwrap(wrapped, context) {
      const nonce = wrapped.subarray(0, nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', subkey('data keys'), nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(wrapped.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes + tagBytes)), decipher.final()]);
    },
  };
}

interface KeyStoreModule {
  readonly keyId?: unknown;
  readonly wrap?: unknown;
  readonly unwrap?: unknown;
}

type Wrapping = (bytes: Uint8Array, context: string) => Promise<Uint8Array>;

/** The key store that a module exports as `keyId`, `wrap(bytes, context)` and `unwrap(bytes, context)`. Loaded at the first use and kept. */
export function moduleMasterKey(path: string, timeoutMs = answerTimeoutMs): MasterKey {
  let loading: Promise<KeyStoreModule> | undefined;
  const load = () => (loading ??= import(pathToFileURL(path).href) as Promise<KeyStoreModule>);
  const ask = (name: 'wrap' | 'unwrap', bytes: Uint8Array, context: string) =>
    inTime(timeoutMs, async () => {
      const asked = (await load())[name];
      if (typeof asked !== 'function') throw new KeyStoreError(`The module of the key store exports no function named ${name}`);
      const answer: unknown = await (asked as Wrapping)(bytes, context);
      if (!(answer instanceof Uint8Array)) throw new KeyStoreError('The key store gave no bytes');
      return answer;
    });
  return {
    id: () =>
      inTime(timeoutMs, async () => {
        const { keyId } = await load();
        if (typeof keyId !== 'string' || !/^[\w.:/-]{1,200}$/.test(keyId))
          throw new KeyStoreError('The module of the key store exports no keyId');
        return keyId;
      }),
    wrap: (dataKey, context) => ask('wrap', dataKey, context),
    unwrap: (wrapped, context) => ask('unwrap', wrapped, context),
  };
}

async function inTime<Result>(timeoutMs: number, work: () => Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new KeyStoreError('The key store gave no answer in time')), timeoutMs);
  try {
    return await Promise.race([work(), late.promise]);
  } catch (cause) {
    throw cause instanceof KeyStoreError ? cause : new KeyStoreError('The key store failed', { cause });
  } finally {
    clearTimeout(timer);
  }
}
