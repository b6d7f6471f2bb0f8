/** One script that a browser ran in the page. */
export interface ScriptRecord {
  /** Its address without query and fragment; of an inline script, the page's. */
  readonly url: string;
  readonly inline: boolean;
  /** `sha384-` and base64, of its text in UTF-8: of a UTF-8 file the same as `integrity`. */
  readonly sha384: string;
  /** Whether its tag has `integrity`, so that the browser itself refuses any other text. */
  readonly integrity: boolean;
}

/** What a browser received of a page, as far as it concerns PCI DSS 11.6.1. */
export interface PageRecord {
  /** Without query and fragment: they may hold what must not be kept. */
  readonly url: string;
  readonly scripts: readonly ScriptRecord[];
  /** Security headers by lower-case name; policies in the document itself as `meta <name>`. Nonces are `*`. */
  readonly headers: Readonly<Record<string, string>>;
}

export type FindingCode =
  /** No inventory lists these bytes. */
  | 'script-not-listed'
  /** Listed, or there before, under this name with other bytes. */
  | 'script-changed'
  | 'script-added'
  | 'script-removed'
  /** Listed, but a browser would run other bytes too. */
  | 'integrity-missing'
  | 'header-added'
  | 'header-changed'
  | 'header-removed'
  /** Nothing says which scripts may run. */
  | 'policy-missing'
  /** The policy lets anybody's script run. */
  | 'policy-weak';

export interface Finding {
  readonly code: FindingCode;
  /** Address of a script, or name of a header. */
  readonly what: string;
  readonly detail: string;
}
