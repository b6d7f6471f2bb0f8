import { Type, type Static } from 'typebox';
import { SecretReference, strict } from './shapes.ts';
import { SqliteFile } from './sqlite-file.ts';

const PostgresFile = Type.Object(
  {
    /** `postgres://user:password@host:port/database?sslmode=verify-full`, whole: its password makes it a secret. */
    url: SecretReference,
    /** PEM, for a server whose certificate the system does not trust by itself. */
    certificateAuthority: Type.Optional(SecretReference),
    connections: Type.Optional(Type.Integer({ minimum: 2, maximum: 200 })),
  },
  strict,
);
export type PostgresFile = Static<typeof PostgresFile>;

const isText = { type: 'string' };
const isSqlite = { required: ['sqlite'] };

/**
 * A SQLite file, by its path alone or with its settings, or a PostgreSQL server. Told apart by `if`, so that a problem is named by the field it
 * is in, and by `else`, because what is wrong in a `then` is not told.
 */
export const DatabaseFile = Type.Unsafe<string | { readonly sqlite: SqliteFile } | { readonly postgres: PostgresFile }>({
  minLength: 1,
  maxLength: 2000,
  allOf: [
    { if: { anyOf: [isText, isSqlite] }, else: Type.Object({ postgres: PostgresFile }, strict) },
    { if: { anyOf: [isText, { not: isSqlite }] }, else: Type.Object({ sqlite: SqliteFile }, strict) },
  ],
});
export type DatabaseFile = Static<typeof DatabaseFile>;
