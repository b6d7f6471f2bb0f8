import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { writeContentSecurityPolicy } from './content-security-policy.ts';

const yearSeconds = 31_536_000;
const features = ['camera', 'display-capture', 'geolocation', 'hid', 'microphone', 'payment', 'serial', 'usb'];

/** What every answer says, unless its route says otherwise. Refusals that no hook sees have to be given it by hand. */
export const strictHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': writeContentSecurityPolicy(),
  'permissions-policy': features.map((feature) => `${feature}=()`).join(', '),
  'x-content-type-options': 'nosniff',
};

/** Nothing is cached, framed, sniffed or referred to; the pages that need more say so themselves. */
export async function sendSecurityHeaders(app: FastifyInstance, publicUrl: () => string): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  });
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(strictHeaders)) if (!reply.hasHeader(name)) reply.header(name, value);
    // Over http a browser has to ignore it (RFC 6797 8.1), and whoever reads it would be told something untrue.
    if (request.protocol === 'https' || publicUrl().startsWith('https:'))
      reply.header('strict-transport-security', `max-age=${yearSeconds}`);
  });
}
