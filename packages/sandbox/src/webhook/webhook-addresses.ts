import { Type } from 'typebox';

const text = Type.String({ minLength: 1 });
const strict = { additionalProperties: false };

/** `SandboxWebhook[]`, as it comes in JSON. */
export const WebhookAddresses = Type.Array(
  Type.Object(
    {
      accountId: text,
      url: text,
      format: Type.Union([Type.Literal('json'), Type.Literal('xml'), Type.Literal('nvp')]),
      credentials: Type.Optional(Type.Union([Type.Object({ user: text, password: text }, strict), Type.Object({ bearer: text }, strict)])),
    },
    strict,
  ),
);
