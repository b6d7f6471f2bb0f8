/** What a page may do beyond nothing: sources as a Content-Security-Policy spells them. */
export interface PagePolicy {
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
  readonly connections?: readonly string[];
  readonly frames?: readonly string[];
  /** Who may frame it. */
  readonly framedBy?: readonly string[];
  /** The Trusted Types policies that its scripts may make. */
  readonly trustedTypes?: readonly string[];
}

/** A policy in which everything is forbidden that is not named; of every answer, so that none is a page by mistake. */
export function writeContentSecurityPolicy(policy: PagePolicy = {}): string {
  const { scripts, styles, connections, frames, framedBy = [], trustedTypes = [] } = policy;
  return [
    "default-src 'none'",
    ...(scripts === undefined ? [] : [`script-src ${list(scripts)}`]),
    ...(styles === undefined ? [] : [`style-src ${list(styles)}`]),
    ...(connections === undefined ? [] : [`connect-src ${list(connections)}`]),
    ...(frames === undefined ? [] : [`frame-src ${list(frames)}`]),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${list(framedBy)}`,
    "require-trusted-types-for 'script'",
    `trusted-types ${list(trustedTypes)}`,
  ].join('; ');
}

const list = (sources: readonly string[]): string => (sources.length === 0 ? "'none'" : sources.join(' '));
