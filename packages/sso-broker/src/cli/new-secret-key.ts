import { createHash, randomBytes } from 'node:crypto';
import type { SecretKeyFile } from '../configuration/tenant-file.ts';
import type { Scope } from '../identity/scopes.ts';

/** A secret key as the host gets it, and as the configuration knows it. */
export interface NewSecretKey {
  readonly secretKey: string;
  readonly entry: SecretKeyFile;
}

/** 256 random bits; a plain hash is enough for what nobody can guess. */
export function newSecretKey(id: string, scopes: readonly Scope[]): NewSecretKey {
  const secretKey = `sk_${randomBytes(32).toString('base64url')}`;
  const sha256 = createHash('sha256').update(secretKey).digest('hex');
  return { secretKey, entry: { id, sha256, scopes: [...scopes] } };
}

/** The id of a key that was given none: the day it was made. */
export function idOfToday(nowMs: number): string {
  return `server-${new Date(nowMs).toISOString().slice(0, 10)}`;
}
