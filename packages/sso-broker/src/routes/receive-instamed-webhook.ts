import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { BrokerError } from '../errors.ts';
import { createAuthenticator } from '../inbound/authenticate-instamed.ts';
import { certificateOf } from '../inbound/client-certificate.ts';
import { notificationTypes, readNotice } from '../inbound/read-notice.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { addressOf } from '../plugins/caller-address.ts';
import { refuseOtherMethods } from '../plugins/method-not-allowed.ts';
import type { RouteContext } from './route-context.ts';

const path = '/v1/webhooks/instamed/:tenant';
const schema = { hide: true, params: Type.Object({ tenant: Type.String() }) };

/** InstaMed's webhooks come in here. 200 once stored (instamed-protocol.md §5.1), and not before; what follows from it is not waited for. */
export function receiveInstaMedWebhook({ app, tenants, notices, clock }: RouteContext): void {
  const authenticators = new Map(
    tenants.flatMap(({ id, instamed }) => (instamed.webhooks === undefined ? [] : [[id, createAuthenticator(instamed.webhooks)] as const])),
  );

  const onRequest = async (request: FastifyRequest) => {
    const { tenant: tenantId } = request.params as { tenant: string };
    const tenant = tenants.find(({ id }) => id === tenantId);
    const authenticate = authenticators.get(tenantId);
    if (tenant === undefined || authenticate === undefined) throw new BrokerError('ERR_WEBHOOK_NOT_CONFIGURED');
    const { authorization } = request.headers;
    await authenticate({ authorization, address: addressOf(request), isCertifiedFor: certificateOf(request.raw.socket) });
    request.caller = { type: 'instamed', tenant };
  };

  // A scope of its own, because here a body is taken as bytes: what it is, is for the codec to say.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser([...notificationTypes], { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    refuseOtherMethods(scope, () => {
      scope.post(path, { schema, onRequest }, async (request) => {
        const { tenant } = callerOf(request);
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const notice = readNotice(request.headers['content-type'], body, tenant, clock.nowMs());
        return { received: notice === undefined ? 'ignored' : await notices.receive(notice) };
      });
    });
  });
}
