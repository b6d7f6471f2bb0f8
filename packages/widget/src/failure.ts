/** What the widget itself can refuse or miss; every other code in a `PaymentFailure` is the broker's (docs/errors.md). */
export const widgetErrors = {
  ERR_BROKER_ATTRIBUTE: 'The `broker` attribute is missing or is not an http(s) URL.',
  ERR_BROKER_UNREACHABLE: 'The broker could not be reached.',
  ERR_BROKER_RESPONSE: 'The broker answered something other than the contract.',
  ERR_SESSION_SOURCE_MISSING: 'Neither `session-url` nor `fetchSession` is set.',
  ERR_SESSION_SOURCE: 'The host gave no payment session: expected { id, clientSecret }.',
  ERR_SESSION_SETTLED: 'The host gave a payment session that is already settled.',
  ERR_SESSION_AMOUNT: 'The host gave a payment session for an amount other than the balance due.',
} as const;
export type WidgetErrorCode = keyof typeof widgetErrors;

/** A refusal with a stable code. `status` is the HTTP status, 0 when there was no answer; `requestId` names it in the broker's log. */
export class PaymentFailure extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;

  constructor(code: string, message: string, answer: { readonly status?: number; readonly requestId?: string | undefined } = {}) {
    super(message);
    this.name = 'PaymentFailure';
    this.code = code;
    this.status = answer.status ?? 0;
    this.requestId = answer.requestId;
  }

  static of(code: WidgetErrorCode, status = 0): PaymentFailure {
    return new PaymentFailure(code, widgetErrors[code], { status });
  }

  /** Whatever was thrown, as a failure; `otherwise` names what cannot be named better. */
  static from(error: unknown, otherwise: WidgetErrorCode): PaymentFailure {
    return error instanceof PaymentFailure ? error : PaymentFailure.of(otherwise);
  }
}
