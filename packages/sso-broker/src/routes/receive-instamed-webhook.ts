import { createHash } from 'node:crypto';
import { ProtocolError, readNotification, type Notification, type NotificationFormat } from '@collect-payment/protocol';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Tenant } from '../configuration/configuration.ts';
import { BrokerError } from '../errors.ts';
import { paymentSessionIdPattern } from '../identity/payment-session-id.ts';
import { createAuthenticator } from '../inbound/authenticate-instamed.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { refuseOtherMethods } from '../plugins/method-not-allowed.ts';
import type { RouteContext } from './route-context.ts';

const formats: Readonly<Record<string, NotificationFormat>> = {
  'application/json': 'json',
  'text/xml': 'xml',
  'application/xml': 'xml',
  'application/x-www-form-urlencoded': 'nvp',
};
const path = '/v1/webhooks/instamed/:tenant';
const schema = { hide: true, params: Type.Object({ tenant: Type.String() }) };
const ourId = new RegExp(paymentSessionIdPattern);

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
    await authenticate({ authorization: request.headers.authorization, address: request.ip });
    request.caller = { type: 'instamed', tenant };
  };

  // A scope of its own, because here a body is taken as bytes: what it is, is for the codec to say.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(Object.keys(formats), { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    refuseOtherMethods(scope, () => {
      scope.post(path, { schema, onRequest }, async (request) => {
        const { tenant } = callerOf(request);
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const notification = read(request.headers['content-type'], body);
        if (notification.type === 'plan') return { received: 'ignored' };
        return { received: await notices.receive(noticeOf(notification, tenant, body, clock.nowMs())) };
      });
    });
  });
}

function read(contentType: string | undefined, body: Buffer): Notification {
  const format = formats[(contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''];
  if (format === undefined) throw new BrokerError('ERR_MEDIA_TYPE_UNSUPPORTED');
  try {
    return readNotification(format, body);
  } catch (error) {
    if (error instanceof ProtocolError) throw new BrokerError('ERR_WEBHOOK_UNREADABLE', { reason: error.code });
    throw error;
  }
}

function noticeOf(
  notification: Extract<Notification, { type: 'payment' }>,
  { id: tenantId, instamed }: Tenant,
  body: Buffer,
  nowMs: number,
) {
  const { type: _, additionalInfo, ...found } = notification;
  const sessionId = additionalInfo[instamed.sessionIdField];
  return {
    tenantId,
    ...found,
    ...(sessionId !== undefined && ourId.test(sessionId) && { sessionId }),
    bodySha256: createHash('sha256').update(body).digest('hex'),
    receivedAtMs: nowMs,
  };
}
