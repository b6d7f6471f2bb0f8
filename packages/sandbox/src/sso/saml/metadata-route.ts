import { generateServiceProviderMetadata } from '@node-saml/node-saml';
import { acsPath } from '@collect-payment/protocol';
import type { FastifyInstance } from 'fastify';
import type { Sandbox } from '../../sandbox.ts';

/** `/sandbox/metadata`: the sandbox as SAML ServiceProvider, with the certificate to encrypt for. */
export function registerMetadata(app: FastifyInstance, { configuration, originOf }: Sandbox): void {
  app.get('/sandbox/metadata', (request, reply) => {
    const { entityId, privateKey, certificate } = configuration.serviceProvider;
    const metadata = generateServiceProviderMetadata({
      issuer: entityId,
      callbackUrl: originOf(request.host) + acsPath,
      wantAssertionsSigned: true,
      identifierFormat: null,
      ...(privateKey !== undefined && certificate !== undefined && { decryptionPvk: privateKey, decryptionCert: certificate }),
    });
    return reply.header('content-type', 'application/samlmetadata+xml; charset=utf-8').send(metadata);
  });
}
