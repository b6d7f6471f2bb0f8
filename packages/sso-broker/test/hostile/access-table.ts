import type { ErrorCode } from '../../src/errors.ts';

/**
 * Every way to come to a call. `own` is the client secret of the session in the path, from a page of the tenant's; `readKey` has the one scope
 * `sessions:read`.
 */
export const credentials = [
  'none',
  'wrongKey',
  'otherScheme',
  'key',
  'readKey',
  'foreignKey',
  'own',
  'ownFromEmbed',
  'ownFromNoPage',
  'ownFromStranger',
  'ownByNavigation',
  'ofAnotherSession',
  'ofAnotherTenant',
  'forgedSecret',
  'keyInQuery',
  'secretInQuery',
  'keyInCookie',
  'keyInOtherHeader',
] as const;
export type Credential = (typeof credentials)[number];

/** `in`: past the guard. What the call then answers is another test's. */
export type Verdict = 'in' | ErrorCode;
type Row = Readonly<Record<Credential, Verdict>>;

const strangers = {
  none: 'ERR_KEY_MISSING',
  wrongKey: 'ERR_KEY_WRONG',
  otherScheme: 'ERR_KEY_MISSING',
  keyInQuery: 'ERR_KEY_MISSING',
  secretInQuery: 'ERR_KEY_MISSING',
  keyInCookie: 'ERR_KEY_MISSING',
  keyInOtherHeader: 'ERR_KEY_MISSING',
} as const;

const sessionRead: Row = {
  ...strangers,
  key: 'in',
  readKey: 'in',
  foreignKey: 'ERR_SESSION_UNKNOWN',
  own: 'in',
  ownFromEmbed: 'in',
  ownFromNoPage: 'ERR_ORIGIN_MISSING',
  ownFromStranger: 'ERR_ORIGIN_NOT_ALLOWED',
  ownByNavigation: 'ERR_FETCH_METADATA',
  ofAnotherSession: 'ERR_CLIENT_SECRET_FOREIGN',
  ofAnotherTenant: 'ERR_CLIENT_SECRET_FOREIGN',
  forgedSecret: 'ERR_CLIENT_SECRET_WRONG',
};
const sessionWrite: Row = { ...sessionRead, readKey: 'ERR_SCOPE_MISSING' };

/** Lists and creations: a tenant's key works on what is that tenant's. */
const hostRead: Row = {
  ...strangers,
  key: 'in',
  readKey: 'in',
  foreignKey: 'in',
  own: 'ERR_SCOPE_MISSING',
  ownFromEmbed: 'ERR_SCOPE_MISSING',
  ownFromNoPage: 'ERR_SCOPE_MISSING',
  ownFromStranger: 'ERR_SCOPE_MISSING',
  ownByNavigation: 'ERR_SCOPE_MISSING',
  ofAnotherSession: 'ERR_SCOPE_MISSING',
  ofAnotherTenant: 'ERR_SCOPE_MISSING',
  forgedSecret: 'ERR_SCOPE_MISSING',
};
/** What takes another scope than `sessions:read`. */
const hostOther: Row = { ...hostRead, readKey: 'ERR_SCOPE_MISSING' };
const hostOtherOf = (unknown: ErrorCode): Row => ({ ...hostOther, foreignKey: unknown });

const everyone = Object.fromEntries(credentials.map((credential) => [credential, 'in'])) as Row;
/** The host's and the page's credentials open nothing here. */
const instaMedOnly = Object.fromEntries(credentials.map((credential) => [credential, 'ERR_WEBHOOK_UNAUTHENTICATED'])) as Row;

/** Every call there is. One that is not here, and is not the refusal of a method, fails the test. */
export const accessTable: Readonly<Record<string, Row>> = {
  'GET /v1/payment-sessions': hostRead,
  'POST /v1/payment-sessions': hostOther,
  'GET /v1/payment-sessions/:id': sessionRead,
  'GET /v1/payment-sessions/:id/events': sessionRead,
  'GET /v1/payment-sessions/:id/receipt': sessionRead,
  'GET /v1/payment-sessions/:id/receipt.pdf': sessionRead,
  'POST /v1/payment-sessions/:id/check': sessionRead,
  'POST /v1/payment-sessions/:id/launch': sessionWrite,
  'POST /v1/payment-sessions/:id/card-read': sessionWrite,
  'POST /v1/payment-sessions/:id/cancel': sessionWrite,
  'GET /v1/payments': hostOther,
  'POST /v1/payments': hostOther,
  'GET /v1/payments/:transactionId': hostOtherOf('ERR_PAYMENT_UNKNOWN'),
  'POST /v1/payments/:transactionId/void': hostOtherOf('ERR_PAYMENT_UNKNOWN'),
  'POST /v1/payments/:transactionId/refund': hostOtherOf('ERR_PAYMENT_UNKNOWN'),
  'POST /v1/payments/:transactionId/receipt-page': hostOtherOf('ERR_PAYMENT_UNKNOWN'),
  'GET /v1/webhook-deliveries': hostOther,
  'POST /v1/webhook-deliveries/:id/replay': hostOtherOf('ERR_DELIVERY_UNKNOWN'),
  'GET /v1/attention': hostOther,
  'POST /v1/attention/:id/acknowledge': hostOtherOf('ERR_ATTENTION_UNKNOWN'),
  'POST /v1/webhooks/instamed/:tenant': instaMedOnly,
  'GET /saml/metadata/:tenant': everyone,
  'GET /return/confirm': everyone,
  'GET /return/cancel': everyone,
  'GET /return/landing.js': everyone,
  'GET /return/landing.css': everyone,
  // The page is for a frame.
  'GET /embed/:id': { ...everyone, ownByNavigation: 'ERR_FETCH_METADATA' },
  'GET /embed/embed.css': everyone,
  'GET /widget/:file': everyone,
  'GET /healthz': everyone,
  'GET /readyz': everyone,
  'GET /openapi.json': everyone,
  'GET /docs/errors': everyone,
};
