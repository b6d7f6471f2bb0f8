/** Why the script is not there. `message` is the text of docs/guides/loader.md. */
const failures = {
  ERR_LOADER_ADDRESS: '`from` is not an http(s) address.',
  ERR_LOADER_TRUSTED_TYPES: "The page's policy allows no `collect-payment-loader` among its `trusted-types`.",
  ERR_LOADER_SCRIPT:
    "The script was not there, had other bytes than its digest, or was refused by the page's policy: the console says which.",
  ERR_LOADER_ELEMENT: 'The script ran and did not define the element.',
} as const;
export type LoadFailureCode = keyof typeof failures;

/** A refusal with a stable code. */
export class LoadFailure extends Error {
  readonly code: LoadFailureCode;

  constructor(code: LoadFailureCode, options?: ErrorOptions) {
    super(`${code}: ${failures[code]}`, options);
    this.code = code;
  }
}
