import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Tenant } from '../configuration/configuration.ts';
import { screenOrigins } from '../configuration/screen-portals.ts';
import { isSessionId } from '../identity/id-shapes.ts';
import { landingScript, landingStyle, writeLandingPage, type ReturnKind } from '../landing/landing-page.ts';
import { writeContentSecurityPolicy } from '../plugins/content-security-policy.ts';
import { isReturnUrlOn } from '../terms/return-url.ts';
import type { RouteContext } from './route-context.ts';

/** Further parameters are InstaMed's to add (instamed-protocol.md §1.10). */
const schema = { hide: true, querystring: Type.Object({ session: Type.Optional(Type.String({ maxLength: 100 })) }) };

/** It is framed by InstaMed's page or by the host's, and its opener is another origin's. */
const config = { frameguard: false, crossOriginOpenerPolicy: { policy: 'unsafe-none' } } as const;

/** `/return/confirm` and `/return/cancel`: where InstaMed's frame ends up. Makes the broker look, and tells the page that waits. */
export function landing({ app, engine, tenants, publicUrl }: RouteContext): void {
  const arrive = async (how: ReturnKind, sessionId: string | undefined, reply: FastifyReply): Promise<FastifyReply> => {
    const session = sessionId !== undefined && isSessionId(sessionId) ? await engine.get(sessionId) : undefined;
    const tenant = tenants.find(({ id }) => id === session?.terms.tenantId);
    if (session === undefined || tenant === undefined) return send(reply.code(404), writeLandingPage(how, undefined), []);
    // The page is not kept waiting for InstaMed; a look that fails is made again by the poller.
    engine.checkNow(session.terms.id).catch(() => undefined);
    const { id, returnUrl } = session.terms;
    const { allowedOrigins } = tenant;
    // Checked when the session was made; the list may be another one since.
    const leadsHome = returnUrl !== undefined && isReturnUrlOn(returnUrl, allowedOrigins);
    const origins = [...allowedOrigins, new URL(publicUrl()).origin];
    return send(reply, writeLandingPage(how, { sessionId: id, origins, returnUrl: leadsHome ? returnUrl : undefined }), framersOf(tenant));
  };
  for (const how of ['confirm', 'cancel'] as const)
    app.get(`/return/${how}`, { schema, helmet: config }, async (request, reply) => arrive(how, request.query.session, reply));
  app.get('/return/landing.js', { schema: { hide: true } }, async (_request, reply) => reply.type('text/javascript').send(landingScript));
  app.get('/return/landing.css', { schema: { hide: true } }, async (_request, reply) => reply.type('text/css').send(landingStyle));
}

/** The frame of the screen is in the tenant's page, or in the broker's own (routes/embed.ts), which is in the tenant's page. */
const framersOf = ({ allowedOrigins, instamed }: Tenant): readonly string[] => ["'self'", ...allowedOrigins, ...screenOrigins(instamed)];

function send(reply: FastifyReply, page: string, framedBy: readonly string[]): FastifyReply {
  return reply
    .header('content-security-policy', writeContentSecurityPolicy({ scripts: ["'self'"], styles: ["'self'"], framedBy }))
    .type('text/html; charset=utf-8')
    .send(page);
}
