import type { widgetErrors } from './widget-errors.ts';

export type WidgetErrorCode = keyof typeof widgetErrors;

/** A refusal with a stable code. `status` is the HTTP status, 0 when there was no answer; `requestId` names it in the broker's log. */
export class PaymentFailure extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;

  constructor(code: WidgetErrorCode | (string & {}), status = 0, message = code, requestId?: string) {
    super(message);
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}
