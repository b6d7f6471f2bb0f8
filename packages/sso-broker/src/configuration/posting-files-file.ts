import { Type, type Static } from 'typebox';
import { name, SecretReference, strict } from './shapes.ts';

/** InstaMed's file server, for the EOD posting files (instamed-protocol.md §9.5). With a password, or with a key: not with both. */
export const PostingFilesFile = Type.Object(
  {
    host: Type.Optional(name),
    /** 22 with a password, 2201 with a key. */
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    /** Without its domain (§9.5). */
    user: Type.String({ pattern: '^[^@\\s]+$', maxLength: 200 }),
    password: Type.Optional(SecretReference),
    /** RSA, as PEM or as OpenSSH writes it, without a passphrase. */
    privateKey: Type.Optional(SecretReference),
    /** The server's key as `ssh-keygen -lf` prints it: who else answers gets neither password nor question. */
    hostKey: Type.String({ pattern: '^SHA256:[A-Za-z0-9+/]{43}$' }),
  },
  strict,
);
export type PostingFilesFile = Static<typeof PostingFilesFile>;
