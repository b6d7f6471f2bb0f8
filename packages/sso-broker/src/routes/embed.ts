import { Type } from 'typebox';
import type { Tenant } from '../configuration/configuration.ts';
import { screenOrigins } from '../configuration/screen-portals.ts';
import { embedStyle, writeEmbedPage } from '../embed/embed-page.ts';
import { readWidgetFiles } from '../embed/widget-files.ts';
import { BrokerError } from '../errors.ts';
import { isSessionId } from '../identity/id-shapes.ts';
import { writeContentSecurityPolicy } from '../plugins/content-security-policy.ts';
import type { RouteContext } from './route-context.ts';

const schema = { hide: true, params: Type.Object({ id: Type.String() }) };
const fileSchema = { hide: true, params: Type.Object({ file: Type.String() }) };

/** The tenant's page frames it; it opens InstaMed's page in a popup that must be able to tell it. */
const framed = { frameguard: false, crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' } } as const;

/** `/embed/{id}`: the widget on a page of the broker's, framed only by the tenant's origins. `/widget/{file}`: its scripts and languages, named by their digest. */
export function embed({ app, engine, tenants }: RouteContext): void {
  const widget = readWidgetFiles();

  app.get('/embed/:id', { schema, helmet: framed }, async (request, reply) => {
    if (!isForFrame(request.headers['sec-fetch-dest'])) throw new BrokerError('ERR_FETCH_METADATA');
    if (widget === undefined) throw new BrokerError('ERR_WIDGET_MISSING');
    const { id } = request.params;
    const session = isSessionId(id) ? await engine.get(id) : undefined;
    const tenant = tenants.find((each) => each.id === session?.terms.tenantId);
    if (session === undefined || tenant === undefined) throw new BrokerError('ERR_SESSION_UNKNOWN');
    return reply
      .headers({ 'content-security-policy': policyOf(tenant), 'permissions-policy': permissionsOf(tenant) })
      .type('text/html; charset=utf-8')
      .send(writeEmbedPage(tenant.allowedOrigins, widget.scripts));
  });
  app.get('/embed/embed.css', { schema: { hide: true } }, async (_request, reply) => reply.type('text/css').send(embedStyle));

  app.get(
    '/widget/:file',
    { schema: fileSchema, helmet: { crossOriginResourcePolicy: { policy: 'cross-origin' } } },
    async (request, reply) => {
      const code = widget?.codeOf(request.params.file);
      if (code === undefined) throw new BrokerError(widget === undefined ? 'ERR_WIDGET_MISSING' : 'ERR_ROUTE_UNKNOWN');
      // A digest is checked on another origin's file only where that may be read.
      return reply
        .headers({ 'cache-control': 'public, max-age=31536000, immutable', 'access-control-allow-origin': '*' })
        .type(request.params.file.endsWith('.json') ? 'application/json; charset=utf-8' : 'text/javascript; charset=utf-8')
        .send(code);
    },
  );
}

/** Alone in a window it would wait for ever. Browsers that say nothing are let in: who may frame it is told by the policy. */
const isForFrame = (dest: string | string[] | undefined): boolean => dest === undefined || dest === 'iframe' || dest === 'frame';

/** Scripts and calls of the broker's own, frames of InstaMed's screen and of the landing page that it ends at. */
const policyOf = ({ allowedOrigins, instamed }: Tenant): string =>
  writeContentSecurityPolicy({
    scripts: ["'self'"],
    styles: ["'self'"],
    connections: ["'self'"],
    frames: ["'self'", ...screenOrigins(instamed)],
    framedBy: allowedOrigins,
    trustedTypes: ['lit-html'],
  });

/** What the hosted screen may be given by the frame around it: card readers, and the payment sheet of the browser. */
function permissionsOf({ instamed }: Tenant): string {
  const screens = screenOrigins(instamed).map((origin) => `"${origin}"`);
  const given = ['hid', 'payment', 'serial', 'usb'].map((feature) => `${feature}=(self ${screens.join(' ')})`);
  const kept = ['camera', 'display-capture', 'geolocation', 'microphone'].map((feature) => `${feature}=()`);
  return ['clipboard-write=(self)', ...given, ...kept].join(', ');
}
