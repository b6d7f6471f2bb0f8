import { sign as signWithKey, verify, type KeyObject, type X509Certificate } from 'node:crypto';
import { pathToFileURL } from 'node:url';

/** RSASSA-PKCS1-v1_5 with SHA-256 over the bytes, as a key store or a hardware module does it. Rejects when it cannot. */
export type ExternalSign = (bytes: Uint8Array) => Promise<Uint8Array>;

/** A private key in this process, which signs at once, or a signer that keeps the key to itself. */
export type SamlKey = { readonly type: 'key'; readonly key: KeyObject } | { readonly type: 'external'; readonly sign: ExternalSign };

/** The external signer failed, was too slow, or is not one. Its own words stay inside: they may quote what it was given. */
export class SignerError extends Error {
  override readonly name = 'SignerError';
}

/** The longest that a signature is waited for; a launch waits for up to two. */
const signTimeoutMs = 4_000;

/** An external signer that answers in time, or rejects with SignerError. */
export function externalKey(sign: ExternalSign, timeoutMs = signTimeoutMs): SamlKey {
  return {
    type: 'external',
    sign: async (bytes) => {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new SignerError('The signer gave no answer in time')), timeoutMs);
      try {
        return await Promise.race([sign(bytes), late.promise]);
      } catch (cause) {
        throw cause instanceof SignerError ? cause : new SignerError('The signer failed', { cause });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The signer that a module exports as `sign`. The module is loaded at the first use and kept. */
export function moduleKey(path: string): SamlKey {
  let loading: Promise<{ readonly sign?: unknown }> | undefined;
  return externalKey(async (bytes) => {
    const { sign } = await (loading ??= import(pathToFileURL(path).href) as Promise<{ readonly sign?: unknown }>);
    if (typeof sign !== 'function') throw new SignerError('The signing module exports no function named sign');
    const signature: unknown = await (sign as ExternalSign)(bytes);
    if (!(signature instanceof Uint8Array)) throw new SignerError('The signer gave no bytes');
    return signature;
  });
}

/** Signs something harmless and checks it: whether this key is the certificate's. Rejects with SignerError when the signer cannot be asked. */
export async function provesCertificate(key: SamlKey, certificate: X509Certificate): Promise<boolean> {
  const probe = Buffer.from('collect-payment: does this key belong to the certificate?');
  const signature = key.type === 'key' ? signWithKey('sha256', probe, key.key) : await key.sign(probe);
  return verify('sha256', probe, certificate.publicKey, signature);
}
