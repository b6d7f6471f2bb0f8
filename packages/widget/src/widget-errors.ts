/** What the widget itself can refuse or miss; every other code of a `payment-error` is the broker's. Not in the bundle: docs/embed.md has it. */
export const widgetErrors = {
  ERR_BROKER_ATTRIBUTE: 'The `broker` attribute is missing or is not an http(s) URL.',
  ERR_BROKER_UNREACHABLE: 'The broker could not be reached.',
  ERR_BROKER_RESPONSE: 'The broker answered something other than the contract.',
  ERR_SESSION_SOURCE: 'Neither `session-url` nor `fetchSession` is set, or the host gave no { id, clientSecret }.',
  ERR_SESSION_SETTLED: 'The host gave a payment session that is already settled.',
  ERR_SESSION_AMOUNT: 'The host gave a payment session for an amount other than the balance due.',
} as const;
