import type { FastifyInstance } from 'fastify';
import type { AnyBrokerError } from '../errors.ts';
import type { Log, LogEntry } from '../log.ts';
import { withinRequest } from '../logging/request-context.ts';

/** Names every answer by its request id, and so every line that is logged meanwhile; logs each request once, by its route's template. */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onRequest', (request, _reply, done) => withinRequest(request.id, done));
  // A body comes by events of the connection, which belongs to all its requests.
  app.addHook('preValidation', (request, _reply, done) => withinRequest(request.id, done));
  app.addHook('onRequest', async (request, reply) => {
    reply.header('request-id', request.id);
    // Not onResponse: that is silent about a page that went away in mid-answer.
    reply.raw.once('close', () =>
      log({
        type: 'request',
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? '(none)',
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        ...(request.refusal !== null && describeRefusal(request.refusal)),
        ...(request.caller !== null && { tenantId: request.caller.tenant.id }),
        ...(request.paymentSession !== null && { sessionId: request.paymentSession.terms.id }),
      }),
    );
  });
}

/** The code, and what InstaMed's answer was known by. */
function describeRefusal({ code, details }: AnyBrokerError): Pick<Extract<LogEntry, { type: 'request' }>, 'code' | 'respCode' | 'reason'> {
  return {
    code,
    ...(details !== undefined && 'respCode' in details && details.respCode !== undefined && { respCode: details.respCode }),
    ...(details !== undefined && 'reason' in details && { reason: details.reason }),
  };
}
