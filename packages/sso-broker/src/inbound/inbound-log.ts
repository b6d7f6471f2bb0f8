/** All that is logged of InstaMed's webhooks. */
export type InboundLogEntry =
  | { readonly type: 'notice_followed'; readonly tenantId: string; readonly sessionId: string; readonly statusCode: string }
  /** Made in InstaMed's own screens, or for another system at the same account. */
  | { readonly type: 'notice_unmatched'; readonly tenantId: string; readonly statusCode: string }
  | { readonly type: 'notice_failed'; readonly tenantId: string; readonly error: unknown }
  | { readonly type: 'store_failed'; readonly error: unknown };
