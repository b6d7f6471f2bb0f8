import { ProtocolError, decodeNvp, type NvpFields, type ProtocolErrorCode } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyRequest, HookHandlerDoneFunction } from 'fastify';

const formType = 'application/x-www-form-urlencoded';

/** Bodies are taken as bytes: what they are is for the codec of each endpoint to say. JSON is parsed for the control API only. */
export function takeBodiesAsBytes(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

export const bodyOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

export type FormReading =
  | { readonly type: 'form'; readonly fields: NvpFields }
  | { readonly type: 'unreadable'; readonly code: ProtocolErrorCode };

// A SAML Response in base64 is the largest form there is.
const maxBytes = 512 * 1024;

/** The name-value pairs of a form post. */
export function readForm(body: Buffer): FormReading {
  try {
    return { type: 'form', fields: decodeNvp(body, { maxBytes }) };
  } catch (error) {
    if (error instanceof ProtocolError) return { type: 'unreadable', code: error.code };
    throw error;
  }
}

/**
 * InstaMed reads a form whatever follows the media type: a live client sends a malformed Content-Type and is understood
 * (instamed-protocol.md §1.3). Fastify would refuse it, so what follows is dropped before Fastify looks.
 */
export function treatAsForm(request: FastifyRequest, _reply: unknown, done: HookHandlerDoneFunction): void {
  const contentType = request.raw.headers['content-type'];
  if (contentType?.toLowerCase().startsWith(formType) === true) request.raw.headers['content-type'] = formType;
  done();
}
