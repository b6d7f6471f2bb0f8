/** What every answer says, whatever it is; a route's own row comes on top. `null`: the header is not there. */
export type Headers = Readonly<Record<string, string | null>>;

const nothing =
  "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

export const always: Headers = {
  'content-security-policy': nothing,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=()',
  'cache-control': 'no-store',
  'x-powered-by': null,
  server: null,
  'set-cookie': null,
  'access-control-allow-credentials': null,
  // The broker of these tests speaks http, and is known by an http address.
  'strict-transport-security': null,
};

/** The landing page: in InstaMed's frame, which is in the tenant's page or in the broker's own. Its opener is another origin's. */
const landing = (portal: string, screens: string): Headers => ({
  'content-security-policy': nothing
    .replace("default-src 'none'", "default-src 'none'; script-src 'self'; style-src 'self'")
    .replace("frame-ancestors 'none'", `frame-ancestors 'self' ${portal} ${screens}`),
  'x-frame-options': null,
  'cross-origin-opener-policy': 'unsafe-none',
});

/** The page to be framed, by the tenant's pages only: the widget's own scripts and calls, and InstaMed's screen in a frame. */
const embed = (portal: string, screens: string): Headers => ({
  'content-security-policy': nothing
    .replace(
      "default-src 'none'",
      `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self' ${screens}`,
    )
    .replace("frame-ancestors 'none'", `frame-ancestors ${portal}`)
    .replace("trusted-types 'none'", 'trusted-types lit-html'),
  'x-frame-options': null,
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'permissions-policy': [
    'clipboard-write=(self)',
    ...['hid', 'payment', 'serial', 'usb'].map((feature) => `${feature}=(self "${screens}")`),
    'camera=(), display-capture=(), geolocation=(), microphone=()',
  ].join(', '),
});

/** A script named by its digest: any page may have it, for ever. */
const script: Headers = {
  'cache-control': 'public, max-age=31536000, immutable',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** Every answer with a header of its own. A route that is not here says what all of them say. */
export const headerTable = (portal: string, screens: string): Readonly<Record<string, Headers>> => ({
  'GET /return/confirm': landing(portal, screens),
  'GET /return/cancel': landing(portal, screens),
  'GET /embed/:id': embed(portal, screens),
  'GET /widget/:file': script,
});
