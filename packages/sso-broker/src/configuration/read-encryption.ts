import { resolve } from 'node:path';
import { masterKeyOf, moduleMasterKey, type MasterKey } from '../sealing/master-key.ts';
import type { Encryption } from '../sealing/unlock-data-keys.ts';
import type { EncryptionFile, MasterKeyReference } from './encryption-file.ts';
import type { Problems } from './problems.ts';
import { decodeRandomKey } from './read-random-key.ts';
import type { Secret } from './secret.ts';
import { readPrivateKey, type SecretSource } from './secret-references.ts';

interface FoundKey {
  readonly field: string;
  readonly masterKey: MasterKey;
  readonly secret?: Secret<Uint8Array>;
}

/** `others` are the keys that a master key must not be. Without the section nothing is sealed, which production refuses. */
export function readEncryption(
  problems: Problems,
  file: EncryptionFile | undefined,
  tenantIds: readonly string[],
  others: readonly Secret<Uint8Array>[],
  source: SecretSource,
): Encryption | undefined {
  problems.refuseInProduction(file === undefined, 'encryption', 'is missing');
  if (file === undefined) return undefined;
  const first = readMasterKey(problems, 'encryption/masterKey', file.masterKey, source);
  const second = file.secondMasterKey && readMasterKey(problems, 'encryption/secondMasterKey', file.secondMasterKey, source);
  for (const found of [first, second])
    if (found !== undefined) problems.refuse(isAmong(found, others), found.field, 'is the same as a clientSecretKey');
  if (second === undefined) return { masterKeys: [first.masterKey], tenantIds };
  problems.refuse(first.secret !== undefined && isAmong(second, [first.secret]), second.field, 'is the same as masterKey');
  return { masterKeys: [first.masterKey, second.masterKey], tenantIds };
}

function readMasterKey(problems: Problems, field: string, reference: MasterKeyReference, source: SecretSource): FoundKey {
  if ('module' in reference) return { field, masterKey: moduleMasterKey(resolve(source.directory, reference.module)) };
  const secret = decodeRandomKey(problems, field, readPrivateKey(problems, field, reference, source));
  return { field, masterKey: masterKeyOf(secret), secret };
}

const isAmong = ({ secret }: FoundKey, others: readonly Secret<Uint8Array>[]): boolean =>
  secret !== undefined && others.some((other) => Buffer.compare(secret.reveal(), other.reveal()) === 0);
