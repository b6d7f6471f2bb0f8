import type { Problems } from './problems.ts';
import { Secret } from './secret.ts';
import { readSecret, type SecretSource } from './secret-references.ts';
import type { SecretReference } from './shapes.ts';

/** A key of at least 32 random bytes, in base64. */
export function readRandomKey(problems: Problems, field: string, reference: SecretReference, source: SecretSource): Secret<Uint8Array> {
  return decodeRandomKey(problems, field, readSecret(problems, field, reference, source));
}

/** The bytes of a key that was written down in base64. */
export function decodeRandomKey(problems: Problems, field: string, secret: Secret | undefined): Secret<Uint8Array> {
  const text = secret?.reveal() ?? '';
  const key = Buffer.from(text, 'base64');
  problems.refuse(key.length < 32, field, 'must be at least 32 bytes in base64');
  problems.refuse(!/^[\w+/-]*={0,2}$/.test(text), field, 'is not base64');
  problems.refuseInProduction(new Set(key).size < 12, field, 'is hardly random');
  return new Secret<Uint8Array>(key);
}
