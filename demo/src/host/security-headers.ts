/** Whom the clinic's pages take payments with. */
export interface Partners {
  readonly broker: string;
  readonly sandbox: string;
}

/** What a page of ours may load and frame: scripts and styles of its own, calls to its server and the broker, their pages and the hosted screens. */
function contentSecurityPolicy({ broker, sandbox }: Partners): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${broker}`,
    `frame-src ${broker} ${sandbox}`,
    "img-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
}

/** What the hosted screen may be given: card readers, and the browser's payment sheet. Everything else is nobody's. */
function permissionsPolicy({ broker, sandbox }: Partners): string {
  const given = ['hid', 'payment', 'serial', 'usb'].map((feature) => `${feature}=(self "${broker}" "${sandbox}")`);
  const kept = ['camera', 'display-capture', 'geolocation', 'microphone'].map((feature) => `${feature}=()`);
  return [`clipboard-write=(self "${broker}")`, ...given, ...kept].join(', ');
}

/** Of every answer. A site that is reached by https adds Strict-Transport-Security. */
export function securityHeaders(partners: Partners): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(partners),
    'permissions-policy': permissionsPolicy(partners),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // A popup of InstaMed's must be able to tell the page that opened it.
    'cross-origin-opener-policy': 'same-origin-allow-popups',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
