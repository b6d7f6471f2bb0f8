import type { ErrorBody } from '@collect-payment/contract';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BrokerError, errorCatalogue, isBrokerError, type AnyBrokerError, type ErrorCode } from '../errors.ts';
import { StoreError } from '../storage/store-error.ts';
import { judgeValidation } from './judge-validation.ts';

/** Fastify's own refusals, by its codes. */
const frameworkCodes: Readonly<Record<string, 'ERR_BODY_NOT_JSON' | 'ERR_BODY_TOO_LARGE' | 'ERR_MEDIA_TYPE_UNSUPPORTED' | undefined>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'ERR_BODY_NOT_JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'ERR_BODY_NOT_JSON',
  FST_ERR_CTP_BODY_TOO_LARGE: 'ERR_BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'ERR_MEDIA_TYPE_UNSUPPORTED',
};

/** Turns whatever was thrown into one error of the catalogue. Anything unforeseen is ERR_INTERNAL: its own words stay inside. */
export function toBrokerError(error: unknown): AnyBrokerError {
  if (isBrokerError(error)) return error;
  if (error instanceof StoreError)
    return new BrokerError(error.code === 'ERR_STORE_FULL' ? 'ERR_STORE_FULL' : 'ERR_STORE_UNAVAILABLE', undefined, { cause: error });
  if (!isFastifyError(error)) return new BrokerError('ERR_INTERNAL', undefined, { cause: error });
  if (error.validation) return judgeValidation(error.validation, error.validationContext);
  const code = frameworkCodes[error.code];
  if (code !== undefined) return new BrokerError(code);
  // secure-json-parse throws a bare SyntaxError with status 400 for bad JSON and for __proto__ keys.
  if (error instanceof SyntaxError) return new BrokerError('ERR_BODY_NOT_JSON');
  if (error.statusCode !== undefined && error.statusCode < 500) return new BrokerError('ERR_REQUEST_MALFORMED');
  return new BrokerError('ERR_INTERNAL', undefined, { cause: error });
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && ('code' in error || 'statusCode' in error);
}

/** The wire form of an error. */
export function writeErrorBody(error: AnyBrokerError, requestId: string, publicUrl: string): ErrorBody {
  const param = error.details !== undefined && 'param' in error.details ? { param: error.details.param } : {};
  const session = error.details !== undefined && 'session' in error.details ? { session: error.details.session } : {};
  return {
    error: {
      code: error.code,
      message: messageOf(error),
      ...param,
      ...session,
      docUrl: `${publicUrl}/docs/errors#${error.code}`,
      requestId,
    },
  };
}

function messageOf(error: AnyBrokerError): string {
  if (error.code === 'ERR_SSO_REJECTED') return `${error.message} respCode: ${error.details.respCode ?? 'none'}.`;
  if (error.code === 'ERR_SCOPE_MISSING') return `The credential lacks the scope ${error.details.scope}.`;
  return error.code === 'ERR_WEBHOOK_UNREADABLE' ? `${error.message} ${error.details.reason}.` : error.message;
}

const soon: ReadonlySet<ErrorCode> = new Set([
  'ERR_LAUNCH_IN_PROGRESS',
  'ERR_IDEMPOTENCY_KEY_IN_USE',
  'ERR_PAYMENT_UNRESOLVED',
  'ERR_RECEIPT_NOT_READY',
  'ERR_STORE_UNAVAILABLE',
  'ERR_DRAINING',
  'ERR_SSO_SIGNER_UNAVAILABLE',
]);

/** What a refusal says beside its body. */
export function headersOf({ code, details }: AnyBrokerError): Record<string, string> {
  if (code === 'ERR_WEBHOOK_UNAUTHENTICATED') return { 'www-authenticate': 'Basic realm="webhooks", Bearer' };
  if (errorCatalogue[code].status === 401) return { 'www-authenticate': 'Bearer' };
  if (soon.has(code)) return { 'retry-after': '1' };
  // A person must make room.
  if (code === 'ERR_STORE_FULL') return { 'retry-after': '60' };
  if (details !== undefined && 'retryAfterSeconds' in details) return { 'retry-after': String(details.retryAfterSeconds) };
  return details !== undefined && 'allow' in details ? { allow: details.allow } : {};
}

export type ErrorReply = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

export interface ErrorReplyOptions {
  readonly publicUrl: () => string;
  /** Hears of what nobody foresaw. */
  readonly onInternal: (requestId: string, cause: unknown) => void;
  /** The refusal that is given instead. */
  readonly harden?: (error: AnyBrokerError, request: FastifyRequest) => AnyBrokerError;
}

/** The one function that turns errors into HTTP. */
export function createErrorReply({ publicUrl, onInternal, harden = (error) => error }: ErrorReplyOptions): ErrorReply {
  return (thrown, request, reply) => {
    const error = harden(toBrokerError(thrown), request);
    if (error.code === 'ERR_INTERNAL') onInternal(request.id, error.cause);
    request.refusal = error;
    return reply
      .code(errorCatalogue[error.code].status)
      .headers(headersOf(error))
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(writeErrorBody(error, request.id, publicUrl())));
  };
}

export function replyWithErrors(app: FastifyInstance, answer: ErrorReply): void {
  app.decorateRequest('refusal', null);
  app.setErrorHandler(answer);
  app.setNotFoundHandler((request, reply) => {
    // A preflight that no tenant's origin list answered ends here.
    const refused = request.method === 'OPTIONS' && request.headers.origin !== undefined;
    return answer(new BrokerError(refused ? 'ERR_ORIGIN_NOT_ALLOWED' : 'ERR_ROUTE_UNKNOWN'), request, reply);
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What this request was refused with, for the log. */
    refusal: AnyBrokerError | null;
  }
}
