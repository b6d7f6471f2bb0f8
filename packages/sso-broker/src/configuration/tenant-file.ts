import { WebhookEventType } from '@collect-payment/contract';
import { Type, type Static } from 'typebox';
import { scopes } from '../identity/scopes.ts';
import { InstaMedFile } from './instamed-file.ts';
import { amount, milliseconds, name, SecretReference, slug, strict, url } from './shapes.ts';

const SecretKeyFile = Type.Object(
  {
    /** What the key is called in lists and when it is rotated. */
    id: slug,
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    scopes: Type.Array(Type.Enum(scopes), { minItems: 1, uniqueItems: true }),
  },
  strict,
);
export type SecretKeyFile = Static<typeof SecretKeyFile>;

const WebhookEndpointFile = Type.Object(
  {
    id: slug,
    url,
    /** Two while keys are being changed: every message carries both signatures. */
    secrets: Type.Array(SecretReference, { minItems: 1, maxItems: 2 }),
    /** All of them without. */
    events: Type.Optional(Type.Array(WebhookEventType, { minItems: 1 })),
  },
  strict,
);
export type WebhookEndpointFile = Static<typeof WebhookEndpointFile>;

export const TenantFile = Type.Object(
  {
    id: slug,
    name,
    /** Two of one purpose while it is being rotated; more for servers with different scopes. */
    secretKeys: Type.Array(SecretKeyFile, { minItems: 1, maxItems: 10 }),
    allowedOrigins: Type.Array(url, { minItems: 1, maxItems: 100 }),
    instamed: InstaMedFile,
    /** Where the tenant's server is told. */
    webhooks: Type.Optional(Type.Array(WebhookEndpointFile, { maxItems: 10 })),
    /** What becomes of a second session for the same thing to be paid. */
    duplicateGuard: Type.Optional(Type.Union([Type.Literal('join'), Type.Literal('refuse'), Type.Literal('off')])),
    /** Whether ids of the host's may look like card numbers. */
    cardLikeIds: Type.Optional(Type.Union([Type.Literal('refuse'), Type.Literal('allow')])),
    recentlyPaidMs: Type.Optional(milliseconds(0)),
    /** Of the dates on printed receipts: an IANA name. */
    timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** What voids and refunds may come to. */
    reversals: Type.Optional(Type.Object({ dailyCeiling: Type.Optional(amount), secondApproverAbove: Type.Optional(amount) }, strict)),
  },
  strict,
);
export type TenantFile = Static<typeof TenantFile>;
