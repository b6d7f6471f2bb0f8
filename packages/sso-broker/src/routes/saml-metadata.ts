import { Type } from 'typebox';
import { BrokerError } from '../errors.ts';
import { writeIdentityProviderMetadata } from '../identity/identity-provider-metadata.ts';
import type { RouteContext } from './route-context.ts';
import { refusals } from './schemas.ts';

const schema = {
  operationId: 'samlMetadata',
  summary: 'SAML 2.0 metadata of the tenant as IdentityProvider',
  security: [],
  params: Type.Object({ tenant: Type.String() }),
  response: { 200: { description: 'Metadata', content: { 'application/samlmetadata+xml': { schema: Type.String() } } }, ...refusals },
};

export function samlMetadata({ app, tenants, clock, publicUrl }: RouteContext): void {
  app.get('/saml/metadata/:tenant', { schema }, async (request, reply) => {
    const saml = tenants.find(({ id }) => id === request.params.tenant)?.instamed.saml;
    if (saml === undefined) throw new BrokerError('ERR_TENANT_UNKNOWN');
    const metadata = writeIdentityProviderMetadata(saml, `${publicUrl()}/saml/sso`, clock.nowMs());
    return reply.type('application/samlmetadata+xml').send(metadata);
  });
}
