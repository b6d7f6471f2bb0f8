import { Type, type Static } from 'typebox';
import { SecretReference, strict } from './shapes.ts';

/** The key that makes the audit log a chain, and what it tells of callers. */
export const AuditFile = Type.Object(
  {
    /** At least 32 random bytes, base64. Not in the database: whoever can write there cannot make a row. */
    key: Type.Optional(SecretReference),
    /** Those before it, the latest first: what they made can still be verified. */
    olderKeys: Type.Optional(Type.Array(SecretReference, { minItems: 1, maxItems: 20 })),
    addresses: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('servers'), Type.Literal('none')])),
    checkpointMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
  },
  strict,
);
export type AuditFile = Static<typeof AuditFile>;
