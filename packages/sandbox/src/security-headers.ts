import type { FastifyInstance } from 'fastify';

const always = ["object-src 'none'", "base-uri 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"];
/** Of what is no page: it may do nothing, wherever it is opened. */
const nothing = ["default-src 'none'", "form-action 'none'", "frame-ancestors 'none'", ...always].join('; ');

/** Scripts and styles come from files only. Who may frame a page is not restricted: InstaMed's screens live in other people's frames. */
export const pagePolicy = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", ...always].join('; ');

/**
 * The token of a screen is in its address, so no referrer ever leaves, and nothing is kept. There is no Cross-Origin-Opener-Policy: a screen in a
 * popup has to tell the page that opened it.
 */
const headers = {
  'content-security-policy': nothing,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
};

/** Set before any route runs; a route that needs another one sets it. */
export function sendSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
