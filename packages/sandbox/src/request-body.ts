import type { FastifyInstance, FastifyRequest, HookHandlerDoneFunction } from 'fastify';

const formType = 'application/x-www-form-urlencoded';

/** Bodies are taken as bytes: what they are is for the codec of each endpoint to say. JSON is parsed for the control API only. */
export function takeBodiesAsBytes(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

export const bodyOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

/**
 * InstaMed reads a form whatever follows the media type: a live client sends a malformed Content-Type and is understood
 * (instamed-protocol.md §1.3). Fastify would refuse it, so what follows is dropped before Fastify looks.
 */
export function treatAsForm(request: FastifyRequest, _reply: unknown, done: HookHandlerDoneFunction): void {
  const contentType = request.raw.headers['content-type'];
  if (contentType?.toLowerCase().startsWith(formType) === true) request.raw.headers['content-type'] = formType;
  done();
}
