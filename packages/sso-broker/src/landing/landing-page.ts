import { escapeXmlAttribute } from '@collect-payment/protocol';

export type ReturnKind = 'confirm' | 'cancel';

/** Whom the landing page may tell, and where a whole-window visit goes on to. */
export interface Landing {
  readonly sessionId: string;
  readonly origins: readonly string[];
  readonly returnUrl: string | undefined;
}

const words: Readonly<Record<ReturnKind, string>> = {
  confirm: 'The payment page is done. You can close this window; the result is shown where you started.',
  cancel: 'The payment page was closed. You can close this window; the result is shown where you started.',
};

/** What InstaMed's frame loads at its end. It claims nothing: arriving here proves neither a payment nor a cancel. */
export function writeLandingPage(how: ReturnKind, landing: Landing | undefined): string {
  const attributes = Object.entries({
    how,
    session: landing?.sessionId,
    origins: landing?.origins.join(' '),
    'return-url': landing?.returnUrl,
  }).flatMap(([name, value]) => (value === undefined ? [] : [` data-${name}="${escapeXmlAttribute(value)}"`]));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Payment page closed</title>
<link rel="stylesheet" href="landing.css">
<script src="landing.js" defer></script>
</head>
<body${attributes.join('')}>
<main><p role="status">${words[how]}</p></main>
</body>
</html>
`;
}

/** Runs in InstaMed's frame or window. Tells only the tenant's own origins, each by its exact name. */
export const landingScript = `const { session, how, origins = '', returnUrl } = document.body.dataset;
const framed = window.parent !== window;
const listener = window.opener ?? (framed ? window.parent : null);
if (session && listener) {
  const message = { source: 'collect-payment', type: 'returned', session, how };
  for (const origin of origins.split(' ').filter(Boolean)) listener.postMessage(message, origin);
}
if (!framed && window.opener) window.close();
else if (!framed && returnUrl) window.location.replace(returnUrl);
`;

export const landingStyle = `html { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 32rem; padding: 24px; text-align: center; }
`;
