import { Type, type Static } from 'typebox';
import { PaymentSessionStatus } from './status.ts';

/** Every refusal. `code` is stable (docs/errors.md), `message` is for developers, `param` names the field, in JSON-pointer style without the leading slash. */
export const ErrorBody = Type.Object(
  {
    error: Type.Object(
      {
        code: Type.String({ pattern: '^ERR_[A-Z0-9_]+$' }),
        message: Type.String(),
        param: Type.Optional(Type.String()),
        /** The session that stands in the way of a new one. */
        session: Type.Optional(Type.Object({ id: Type.String(), status: PaymentSessionStatus }, { additionalProperties: false })),
        docUrl: Type.String(),
        requestId: Type.String(),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false, $id: 'Error' },
);
export type ErrorBody = Static<typeof ErrorBody>;
