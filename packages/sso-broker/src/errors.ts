import type { PaymentSessionStatus } from '@collect-payment/contract';
import type { Scope } from './identity/scopes.ts';

/** Every refusal of the broker. Knows nothing of HTTP replies (plugins/errors.ts) or of wire formats (the protocol package has its own catalogue). */

interface CatalogueEntry {
  readonly status: number;
  /** True when the same request can succeed later without being changed. */
  readonly retryable: boolean;
  readonly summary: string;
}

export const errorCatalogue = {
  // The body and its fields
  ERR_BODY_NOT_JSON: { status: 400, retryable: false, summary: 'The body is not valid JSON.' },
  ERR_BODY_TOO_LARGE: { status: 413, retryable: false, summary: 'The body is larger than 64 kB.' },
  ERR_MEDIA_TYPE_UNSUPPORTED: { status: 415, retryable: false, summary: 'The body is of a media type that this call does not take.' },
  ERR_REQUEST_MALFORMED: { status: 400, retryable: false, summary: 'The request is not well-formed HTTP.' },
  ERR_REQUEST_TIMEOUT: { status: 408, retryable: true, summary: 'The request did not come to its end in time.' },
  ERR_HEADERS_TOO_LARGE: { status: 431, retryable: false, summary: 'The request has more headers, or longer ones, than the broker takes.' },
  ERR_FIELD_UNKNOWN: { status: 400, retryable: false, summary: 'The request has a field this call does not know.' },
  ERR_FIELD_MISSING: { status: 400, retryable: false, summary: 'A required field is missing.' },
  ERR_BODY_AMBIGUOUS: { status: 400, retryable: false, summary: 'An object in the body has the same field twice.' },
  ERR_FIELD_TYPE: { status: 400, retryable: false, summary: 'A field has the wrong JSON type.' },
  ERR_FIELD_VALUE: { status: 400, retryable: false, summary: 'A field has a value outside those documented for it.' },
  ERR_AMOUNT_NEGATIVE: { status: 400, retryable: false, summary: 'The amount is negative.' },
  ERR_AMOUNT_ZERO: { status: 400, retryable: false, summary: 'The amount is zero.' },
  ERR_AMOUNT_DECIMALS: { status: 400, retryable: false, summary: 'The amount does not have exactly two decimals.' },
  ERR_AMOUNT_TOO_LARGE: { status: 400, retryable: false, summary: 'The amount is above 9999999.99, the longest InstaMed takes.' },
  ERR_AMOUNT_FORMAT: { status: 400, retryable: false, summary: 'The amount is not a plain decimal number such as 125.00.' },
  ERR_CURRENCY_UNSUPPORTED: { status: 400, retryable: false, summary: 'The currency is not USD.' },
  ERR_TEXT_EMPTY: { status: 400, retryable: false, summary: 'A text is empty; leave the field out instead.' },
  ERR_TEXT_TOO_LONG: { status: 400, retryable: false, summary: 'A text is longer than InstaMed takes.' },
  ERR_TEXT_CONTROL_CHARACTER: { status: 400, retryable: false, summary: 'A text contains a control character.' },
  ERR_TEXT_NOT_UNICODE: {
    status: 400,
    retryable: false,
    summary: 'A text contains half of a surrogate pair or a character that XML cannot carry.',
  },
  ERR_TEXT_CARD_NUMBER: {
    status: 400,
    retryable: false,
    summary: "A text holds what looks like a card number. Cards are entered on InstaMed's page and nowhere else.",
  },
  ERR_SCREEN_UNKNOWN: { status: 400, retryable: false, summary: 'The screen is none of those documented.' },
  ERR_SSO_UNKNOWN: { status: 400, retryable: false, summary: 'The sign-on format is neither saml nor nvp.' },
  ERR_SSO_NOT_CONFIGURED: { status: 400, retryable: false, summary: 'This tenant has no SAML settings; use nvp.' },
  ERR_DISPLAY_UNKNOWN: { status: 400, retryable: false, summary: 'The display is none of embedded, incontext, popup and redirect.' },
  ERR_DEVICE_NOT_ENGAGED: {
    status: 400,
    retryable: false,
    summary: 'A card reader is named for a screen that engages none: only Simple Collect does, and not where the card is keyed.',
  },
  ERR_FIELD_NOT_OF_SCREEN: {
    status: 400,
    retryable: false,
    summary: 'A field has no meaning on this screen: save-on-file takes no money, so no amount, invoice, tender or receipt is set for it.',
  },
  ERR_CONSUMER_NOT_ASKED: {
    status: 400,
    retryable: false,
    summary: "A consumer is named for a screen of the staff's: only consumer-payment asks who pays.",
  },
  ERR_METADATA_INVALID: {
    status: 400,
    retryable: false,
    summary: 'The metadata is not up to 20 texts of up to 500 characters under plain keys.',
  },
  ERR_RETURN_URL_NOT_ALLOWED: { status: 400, retryable: false, summary: "The return URL is not on one of the tenant's allowed origins." },
  ERR_CURSOR_INVALID: { status: 400, retryable: false, summary: 'changedSince or after is not a cursor that this list gave.' },
  ERR_IDEMPOTENCY_KEY_INVALID: { status: 400, retryable: false, summary: 'The Idempotency-Key is not 1 to 255 visible ASCII characters.' },

  // Who may call
  ERR_KEY_MISSING: { status: 401, retryable: false, summary: 'The call needs Authorization: Bearer with a secret key or a client secret.' },
  ERR_KEY_WRONG: { status: 401, retryable: false, summary: 'The secret key is not a live key of any tenant.' },
  ERR_SCOPE_MISSING: { status: 403, retryable: false, summary: 'The credential lacks the scope this call needs; the message names it.' },
  ERR_CLIENT_SECRET_WRONG: { status: 401, retryable: false, summary: 'The client secret was not issued by this broker.' },
  ERR_CLIENT_SECRET_FOREIGN: { status: 403, retryable: false, summary: 'The client secret belongs to another payment session.' },
  ERR_ORIGIN_MISSING: {
    status: 403,
    retryable: false,
    summary: "A client secret came without an Origin: it is for pages. Servers use the tenant's secret key.",
  },
  ERR_FETCH_METADATA: {
    status: 403,
    retryable: false,
    summary: "By its Sec-Fetch headers the request is none that a page's script makes of this path.",
  },
  ERR_HTTPS_REQUIRED: { status: 403, retryable: false, summary: 'The request came to the proxy without TLS.' },
  ERR_ORIGIN_NOT_ALLOWED: { status: 403, retryable: false, summary: "The page's origin is not among the tenant's allowed origins." },

  // Where the session stands
  ERR_SESSION_UNKNOWN: { status: 404, retryable: false, summary: 'There is no such payment session.' },
  ERR_TENANT_UNKNOWN: { status: 404, retryable: false, summary: 'There is no such tenant, or it does not use SAML.' },
  ERR_LAUNCH_IN_PROGRESS: { status: 409, retryable: true, summary: 'Another launch of this payment session is under way.' },
  ERR_TOO_MANY_LAUNCHES: {
    status: 429,
    retryable: true,
    summary: 'The payment session was launched a moment ago; wait as Retry-After says.',
  },
  ERR_LAUNCHES_SPENT: {
    status: 409,
    retryable: false,
    summary:
      'The payment session was launched as often as it may be. Create another, with "duplicates": "allow" while this one is not final.',
  },
  ERR_SESSION_SETTLED: { status: 409, retryable: false, summary: 'The payment session is settled and can no longer be changed.' },
  ERR_SESSION_EXPIRED: {
    status: 409,
    retryable: false,
    summary: 'The payment session is over: it was not launched or not paid in time. Create another.',
  },
  ERR_PAYMENT_UNRESOLVED: { status: 409, retryable: true, summary: 'A payment may have been made and is still being looked up.' },
  ERR_RECEIPT_NOT_READY: { status: 409, retryable: true, summary: 'The payment session has no receipt yet.' },
  ERR_RECEIPT_NONE: {
    status: 404,
    retryable: false,
    summary: 'The payment session ended without a receipt; as a PDF there is one only of money that was taken.',
  },
  ERR_CARD_READ_CLEAR: {
    status: 400,
    retryable: false,
    summary: 'The card read holds a card number that is not encrypted. It was not kept and went nowhere; the reader must be replaced.',
  },
  ERR_SALE_CARD_DATA: {
    status: 400,
    retryable: false,
    summary:
      'A field holds what looks like a card number, a track or a security code. It was not kept and went nowhere; name a saved card.',
  },
  ERR_SALE_CHECK_OFF: {
    status: 400,
    retryable: false,
    summary: "eChecks are not sold here: the clinic's configuration does not allow it.",
  },
  ERR_ROUTING_NUMBER_INVALID: {
    status: 400,
    retryable: false,
    summary: "The routing number's last digit does not check the others. It was not kept and went nowhere.",
  },
  ERR_CARD_READ_UNREADABLE: {
    status: 400,
    retryable: false,
    summary: 'The card read is none of the known forms, or lacks its encrypted part or its key serial number.',
  },
  ERR_IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    retryable: false,
    summary: 'The Idempotency-Key was used for another request: another body or another path, or before the clientSecretKey was changed.',
  },
  ERR_IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    retryable: true,
    summary: 'The first request under this Idempotency-Key is still under way.',
  },
  ERR_DUPLICATE_LIVE: {
    status: 409,
    retryable: false,
    summary:
      'Another session for the same patient and invoice can take the money, and is not joined: this tenant joins none, or a sale is asked for.',
  },
  ERR_DUPLICATE_OTHER_TERMS: {
    status: 409,
    retryable: false,
    summary: 'Another session for the same patient and invoice can take money, but on other terms.',
  },
  ERR_DUPLICATE_MAY_BE_PAID: {
    status: 409,
    retryable: false,
    summary: 'An earlier payment page for the same patient and invoice may still be paid, though its session is over.',
  },
  ERR_IDEMPOTENCY_KEY_REQUIRED: { status: 400, retryable: false, summary: 'The call moves money: it needs an Idempotency-Key.' },
  ERR_DUPLICATE_RECENTLY_PAID: { status: 409, retryable: false, summary: 'The same patient and invoice were paid a short while ago.' },

  // Money after the payment
  ERR_PAYMENT_UNKNOWN: { status: 404, retryable: false, summary: 'No payment that this broker has found has this transaction id.' },
  ERR_PAYMENT_NOT_CARD: {
    status: 409,
    retryable: false,
    summary: 'Only a card is refunded; a check is voided, and cash neither.',
  },
  ERR_PAYMENT_VOIDED: { status: 409, retryable: false, summary: 'The payment is voided, or may be: nothing is left to void or refund.' },
  ERR_PAYMENT_REFUNDED: {
    status: 409,
    retryable: false,
    summary: 'The payment was refunded in whole or in part, or may have been: it can be refunded further, not voided.',
  },
  ERR_REVERSAL_IN_PROGRESS: {
    status: 409,
    retryable: true,
    summary: 'Another void or refund of the payment is under way or being looked up, and stands in the way of this one.',
  },
  ERR_REFUND_TOO_LARGE: {
    status: 409,
    retryable: false,
    summary: 'The refund is more than is left of the payment; what may have been refunded counts as refunded.',
  },
  ERR_REFUND_TOO_LATE: { status: 409, retryable: false, summary: 'The payment is more than a year old: InstaMed refunds it no more.' },
  ERR_RECEIPT_SCREEN_NOT_CONFIGURED: {
    status: 409,
    retryable: false,
    summary: "The address of InstaMed's receipt screen is not configured (receiptScreen.address), and no public page has it.",
  },
  ERR_APPROVAL_REQUIRED: {
    status: 403,
    retryable: false,
    summary: 'Above the limit of the clinic requestedBy and approvedBy must name two different people.',
  },
  ERR_DAILY_CEILING: {
    status: 409,
    retryable: true,
    summary: 'Voids and refunds of the clinic would exceed what it allows for a day (UTC).',
  },

  // What the host is told
  ERR_DELIVERY_UNKNOWN: { status: 404, retryable: false, summary: 'There is no such webhook delivery.' },
  ERR_WEBHOOK_ENDPOINT_UNKNOWN: {
    status: 409,
    retryable: false,
    summary: 'The webhook delivery is for an endpoint that is no longer configured, or no longer takes its type.',
  },
  ERR_ATTENTION_UNKNOWN: { status: 404, retryable: false, summary: 'There is no such item that needs attention.' },

  // What the operator asks
  ERR_METRICS_UNAUTHENTICATED: { status: 401, retryable: false, summary: 'The scrape does not carry the token of the metrics.' },

  // What InstaMed tells
  ERR_WEBHOOK_NOT_CONFIGURED: { status: 404, retryable: false, summary: "There is no such tenant, or it takes no webhooks of InstaMed's." },
  ERR_WEBHOOK_SOURCE: { status: 403, retryable: false, summary: "The webhook does not come from one of InstaMed's addresses." },
  ERR_WEBHOOK_CERTIFICATE: {
    status: 403,
    retryable: false,
    summary: "The webhook's connection was not made with a client certificate that this tenant takes.",
  },
  ERR_WEBHOOK_UNAUTHENTICATED: { status: 401, retryable: false, summary: 'The webhook does not carry a live credential.' },
  ERR_WEBHOOK_KEYS_UNAVAILABLE: {
    status: 503,
    retryable: true,
    summary: "The keys that prove the webhook's token cannot be fetched; nothing was stored.",
  },
  ERR_WEBHOOK_UNREADABLE: { status: 400, retryable: false, summary: 'The webhook is not what InstaMed documents.' },

  // InstaMed
  ERR_SSO_SIGNER_UNAVAILABLE: {
    status: 503,
    retryable: true,
    summary: 'The signer of SAML responses gave no signature; nothing was sent.',
  },
  ERR_SSO_REJECTED: { status: 502, retryable: false, summary: 'InstaMed refused the single sign-on.' },
  ERR_CARD_SALE_REFUSED: {
    status: 502,
    retryable: false,
    summary:
      "InstaMed refused the sale by a card reader, and says that its sign-on was not used. Nothing was sold; the card may be read again, or InstaMed's page launched.",
  },
  ERR_SALE_REFUSED: {
    status: 502,
    retryable: false,
    summary:
      'InstaMed refused the sale, and says that its sign-on was not used; or it refused the credentials of the clinic. Nothing was sold.',
  },
  ERR_UPSTREAM_ERROR: { status: 502, retryable: true, summary: 'InstaMed answered with a server error.' },
  ERR_UPSTREAM_TIMEOUT: { status: 504, retryable: true, summary: 'InstaMed did not answer in time.' },
  ERR_UPSTREAM_UNREACHABLE: { status: 502, retryable: true, summary: 'InstaMed could not be reached.' },
  ERR_UPSTREAM_MALFORMED: { status: 502, retryable: true, summary: "InstaMed's answer could not be read." },
  ERR_UPSTREAM_SUSPENDED: {
    status: 503,
    retryable: true,
    summary: "The clinic's last calls of this kind to InstaMed failed, so none is made for a moment; wait as Retry-After says.",
  },

  // The server itself
  ERR_ROUTE_UNKNOWN: { status: 404, retryable: false, summary: 'There is no such path.' },
  ERR_WIDGET_MISSING: {
    status: 503,
    retryable: false,
    summary: "The widget's scripts are not built beside this broker, so it has no page to be framed; build them and restart it.",
  },
  ERR_METHOD_NOT_ALLOWED: { status: 405, retryable: false, summary: 'The path does not take this method.' },
  ERR_TOO_MANY_REQUESTS: { status: 429, retryable: true, summary: 'Too many requests; wait as Retry-After says.' },
  ERR_TOO_MANY_STREAMS: {
    status: 429,
    retryable: true,
    summary: 'The payment session, or the address that asks, has too many event streams open.',
  },
  ERR_TOO_MANY_CONNECTIONS: { status: 429, retryable: true, summary: 'The address has too many connections open.' },
  ERR_TOO_MANY_FAILURES: {
    status: 429,
    retryable: true,
    summary: 'Too many credentials from this address were refused, this one too; wait as Retry-After says.',
  },
  ERR_OVERLOADED: {
    status: 503,
    retryable: true,
    summary:
      'The broker has more to do than it can: new sessions, event streams or connections are refused for a moment; wait as Retry-After says.',
  },
  ERR_STORE_UNAVAILABLE: { status: 503, retryable: true, summary: 'The broker cannot reach its storage; nothing was changed.' },
  ERR_STORE_FULL: {
    status: 503,
    retryable: true,
    summary: "The disk of the broker's storage is full: no session is created until there is room. Payments under way are finished.",
  },
  ERR_DRAINING: { status: 503, retryable: true, summary: 'The broker is shutting down; another or the next one will answer.' },
  ERR_INTERNAL: { status: 500, retryable: true, summary: 'The broker failed; its log has the cause under this request id.' },
} as const satisfies Record<`ERR_${string}`, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** The call to InstaMed that failed. */
export type UpstreamOperation = 'launch' | 'token-status' | 'receipt' | 'sale' | 'reversal';

type FieldCode = Extract<
  ErrorCode,
  `ERR_FIELD_${string}` | `ERR_AMOUNT_${string}` | `ERR_TEXT_${string}` | `ERR_${'SCREEN' | 'SSO' | 'DISPLAY'}_UNKNOWN`
>;
type UpstreamCode = Exclude<Extract<ErrorCode, `ERR_UPSTREAM_${string}`>, 'ERR_UPSTREAM_SUSPENDED'>;
type DuplicateCode = Extract<ErrorCode, `ERR_DUPLICATE_${string}`>;
type LimitCode = Extract<ErrorCode, `ERR_TOO_MANY_${string}` | 'ERR_OVERLOADED'>;

/** What an error carries beside its code: where, never what, the offending value was. */
export type ErrorDetails<Code extends ErrorCode> = Code extends FieldCode
  ? { readonly param: string }
  : Code extends DuplicateCode
    ? { readonly session: { readonly id: string; readonly status: PaymentSessionStatus } }
    : Code extends UpstreamCode
      ? { readonly operation: UpstreamOperation; readonly reason?: string }
      : Code extends LimitCode
        ? { readonly retryAfterSeconds: number }
        : Code extends 'ERR_UPSTREAM_SUSPENDED'
          ? { readonly operation: UpstreamOperation; readonly retryAfterSeconds: number }
          : Code extends
                | 'ERR_CURRENCY_UNSUPPORTED'
                | 'ERR_CONSUMER_NOT_ASKED'
                | 'ERR_FIELD_NOT_OF_SCREEN'
                | 'ERR_SALE_CARD_DATA'
                | 'ERR_SALE_CHECK_OFF'
                | 'ERR_ROUTING_NUMBER_INVALID'
                | 'ERR_DEVICE_NOT_ENGAGED'
                | 'ERR_METADATA_INVALID'
                | 'ERR_CURSOR_INVALID'
                | 'ERR_RETURN_URL_NOT_ALLOWED'
                | 'ERR_SSO_NOT_CONFIGURED'
            ? { readonly param: string }
            : Code extends 'ERR_WEBHOOK_UNREADABLE'
              ? { readonly reason: string }
              : Code extends 'ERR_SSO_REJECTED'
                ? { readonly respCode: number | undefined }
                : Code extends 'ERR_SCOPE_MISSING'
                  ? { readonly scope: Scope }
                  : Code extends 'ERR_METHOD_NOT_ALLOWED'
                    ? { readonly allow: string }
                    : undefined;

type ErrorArguments<Code extends ErrorCode> =
  undefined extends ErrorDetails<Code>
    ? [details?: undefined, options?: ErrorOptions]
    : [details: ErrorDetails<Code>, options?: ErrorOptions];

/** A refusal by its code. `details` are typed by the code; the message is the catalogue's, so it can hold no value of the request. */
export class BrokerError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'BrokerError';
  readonly code: Code;
  readonly details: ErrorDetails<Code>;

  constructor(code: Code, ...[details, options]: ErrorArguments<Code>) {
    super(errorCatalogue[code].summary, options);
    this.code = code;
    this.details = details as ErrorDetails<Code>;
  }
}

/** Every broker error as a union, so that `switch (error.code)` narrows `error.details`. */
export type AnyBrokerError = { [Code in ErrorCode]: BrokerError<Code> }[ErrorCode];

export function isBrokerError(error: unknown): error is AnyBrokerError {
  return error instanceof BrokerError;
}
