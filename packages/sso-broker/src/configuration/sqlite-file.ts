import { Type, type Static } from 'typebox';

const kilobyte = 1024;

/** A SQLite file with settings of its own. */
export const SqliteFile = Type.Object(
  {
    path: Type.String({ minLength: 1, maxLength: 2000 }),
    /** Room kept on the disk for payments under way. */
    ballastBytes: Type.Optional(Type.Integer({ minimum: 64 * kilobyte, maximum: kilobyte ** 3 })),
  },
  { additionalProperties: false },
);
export type SqliteFile = Static<typeof SqliteFile>;

export const defaultBallastBytes = 8 * kilobyte ** 2;
