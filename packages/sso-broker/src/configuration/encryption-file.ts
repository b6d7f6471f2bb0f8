import { Type, type Static } from 'typebox';
import { name, strict, url, type SecretReference } from './shapes.ts';

/** Where the master key is: in a file or a variable, or in a key store that never gives it away (sealing/master-key.ts). */
export type MasterKeyReference = SecretReference | { readonly module: string };
const MasterKeyReference = Type.Unsafe<MasterKeyReference>(
  Type.Object(
    { env: Type.Optional(name), file: Type.Optional(url), module: Type.Optional(url) },
    { ...strict, minProperties: 1, maxProperties: 1 },
  ),
);

export const EncryptionFile = Type.Object(
  {
    masterKey: MasterKeyReference,
    /** Opens what it has wrapped, and wraps nothing: the key that comes, or the one that goes. */
    secondMasterKey: Type.Optional(MasterKeyReference),
  },
  strict,
);
export type EncryptionFile = Static<typeof EncryptionFile>;
