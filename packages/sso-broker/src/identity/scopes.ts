/** What a secret key may be used for. Every call of a host asks for one of these (docs/broker.md, Calls). */
export const scopes = [
  'sessions:create',
  'sessions:read',
  'sessions:cancel',
  'payments:read',
  'payments:create',
  'payments:void',
  'payments:refund',
  'payments:receipt-page',
  'webhooks:read',
  'webhooks:replay',
  'attention:read',
  'attention:acknowledge',
] as const;
export type Scope = (typeof scopes)[number];
