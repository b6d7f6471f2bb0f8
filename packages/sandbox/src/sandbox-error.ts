/** Refusals of the control API. The InstaMed-shaped endpoints answer in InstaMed's own formats instead. */
export const sandboxErrorCatalogue = {
  ERR_SANDBOX_BODY: { status: 400, summary: 'The body is not the JSON this control expects.' },
  ERR_SANDBOX_SWITCH_UNKNOWN: { status: 400, summary: 'There is no switch of this name.' },
  ERR_SANDBOX_SWITCH_VALUE: { status: 400, summary: 'The switch does not take this value.' },
  ERR_SANDBOX_FAULT_UNKNOWN: { status: 400, summary: 'There is no fault of this name.' },
  ERR_SANDBOX_CONFIGURATION: { status: 500, summary: 'The sandbox configuration is not usable.' },
  ERR_SANDBOX_TOKEN_UNKNOWN: { status: 404, summary: 'No launch has this token.' },
  ERR_SANDBOX_TOKEN_ENDED: { status: 409, summary: 'The session of this token has ended.' },
  ERR_SANDBOX_PAYMENT_INVALID: { status: 422, summary: 'The payment screen would not accept this entry.' },
  ERR_SANDBOX_ROUTE_UNKNOWN: { status: 404, summary: 'The sandbox has no such address.' },
} as const satisfies Record<`ERR_${string}`, { status: number; summary: string }>;

export type SandboxErrorCode = keyof typeof sandboxErrorCatalogue;

/** `param` names the offending field; `problems` lists what the screen would say. Never holds an entered value. */
export class SandboxError extends Error {
  readonly code: SandboxErrorCode;
  readonly param: string | undefined;
  readonly problems: readonly { readonly field: string; readonly message: string }[] | undefined;

  constructor(code: SandboxErrorCode, details: { param?: string; problems?: readonly { field: string; message: string }[] } = {}) {
    super(details.param === undefined ? sandboxErrorCatalogue[code].summary : `${sandboxErrorCatalogue[code].summary} (${details.param})`);
    this.name = 'SandboxError';
    this.code = code;
    this.param = details.param;
    this.problems = details.problems;
  }

  get status(): number {
    return sandboxErrorCatalogue[this.code].status;
  }
}
