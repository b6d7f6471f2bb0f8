import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Actor, Origin } from '../audit/audit-event.ts';
import type { Tenant } from '../configuration/configuration.ts';
import { BrokerError } from '../errors.ts';
import { verifyClientSecret, type ClientSecretKeys } from '../identity/client-secret.ts';
import { verifySecretKey } from '../identity/secret-key.ts';
import { isSessionId } from '../identity/id-shapes.ts';
import type { Scope } from '../identity/scopes.ts';
import type { PaymentSession } from '../session/session.ts';
import { addressOf } from './caller-address.ts';
import { judgePage } from './judge-page.ts';

/** Who calls: a host's server by its secret key, a page by the client secret of its one session, or InstaMed with a webhook. */
export type Caller =
  | { readonly type: 'host'; readonly tenant: Tenant; readonly keyId: string }
  | { readonly type: 'page' | 'instamed'; readonly tenant: Tenant };

export interface GuardDependencies {
  readonly tenants: readonly Tenant[];
  readonly clientSecretKeys: ClientSecretKeys;
  readonly publicUrl: () => string;
  readonly findSession: (sessionId: string) => Promise<PaymentSession | undefined>;
  /** Told of every secret key that was accepted. */
  readonly noteKey: (tenantId: string, keyId: string, origin: Origin) => void;
}

/** Hooks that run before a body is read. */
export interface Guards {
  /** A host's server with this scope. */
  readonly host: (scope: Scope) => onRequestAsyncHookHandler;
  /** A host's server with this scope, or the page of the session in the path. */
  readonly session: (scope: Scope) => onRequestAsyncHookHandler;
}

export function createGuards(
  app: FastifyInstance,
  { tenants, clientSecretKeys, publicUrl, findSession, noteKey }: GuardDependencies,
): Guards {
  app.decorateRequest('caller', null);
  app.decorateRequest('paymentSession', null);

  const asHost = (request: FastifyRequest, credential: string, scope: Scope): Caller => {
    // A page's credential is genuine, but not for this call.
    if (credential.startsWith('cs_')) throw new BrokerError('ERR_SCOPE_MISSING', { scope });
    const host = verifySecretKey(tenants, credential);
    if (host === undefined) throw new BrokerError('ERR_KEY_WRONG');
    if (!host.scopes.includes(scope)) throw new BrokerError('ERR_SCOPE_MISSING', { scope });
    const { tenant, keyId } = host;
    noteKey(tenant.id, keyId, { actor: { type: 'host', keyId }, address: addressOf(request), requestId: request.id });
    return { type: 'host', tenant, keyId };
  };

  /** The session, where this tenant may see it. A foreign one is as unknown as one that never was. */
  const find = async (sessionId: string): Promise<{ session: PaymentSession; tenant: Tenant }> => {
    const session = isSessionId(sessionId) ? await findSession(sessionId) : undefined;
    const tenant = tenants.find(({ id }) => id === session?.terms.tenantId);
    if (session === undefined || tenant === undefined) throw new BrokerError('ERR_SESSION_UNKNOWN');
    return { session, tenant };
  };

  return {
    host: (scope) => async (request) => {
      request.caller = asHost(request, readBearer(request), scope);
    },
    session: (scope) => async (request) => {
      const { id } = request.params as { id: string };
      const credential = readBearer(request);
      if (credential.startsWith('cs_')) {
        const owner = verifyClientSecret(clientSecretKeys, credential);
        if (owner === undefined) throw new BrokerError('ERR_CLIENT_SECRET_WRONG');
        if (owner !== id) throw new BrokerError('ERR_CLIENT_SECRET_FOREIGN');
        const { session, tenant } = await find(id);
        const refusal = judgePage(request.headers, { tenant: tenant.allowedOrigins, broker: new URL(publicUrl()).origin });
        if (refusal !== undefined) throw new BrokerError(refusal);
        if (request.method === 'POST' && !isJson(request.headers['content-type'])) throw new BrokerError('ERR_MEDIA_TYPE_UNSUPPORTED');
        Object.assign(request, { caller: { type: 'page', tenant }, paymentSession: session });
      } else {
        const caller = asHost(request, credential, scope);
        const { session, tenant } = await find(id);
        if (tenant !== caller.tenant) throw new BrokerError('ERR_SESSION_UNKNOWN');
        Object.assign(request, { caller, paymentSession: session });
      }
    },
  };
}

/** The caller that a guard has admitted. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new TypeError('The route has no guard');
  return request.caller;
}

/** The session as the guard found it; the engine may have moved it on since. */
export function sessionOf(request: FastifyRequest): PaymentSession {
  if (request.paymentSession === null) throw new TypeError('The route has no session guard');
  return request.paymentSession;
}

/** Who makes an admitted request, from where, for the audit log. */
export function originOf(request: FastifyRequest): Origin {
  return { actor: actorOf(request), address: addressOf(request), requestId: request.id };
}

function actorOf(request: FastifyRequest): Actor {
  const caller = callerOf(request);
  if (caller.type === 'host') return { type: 'host', keyId: caller.keyId };
  return caller.type === 'page' ? { type: 'page', sessionId: sessionOf(request).terms.id } : { type: 'instamed' };
}

/** Asked of pages also where there is no body: what a form can send is none of theirs. */
function isJson(contentType: string | undefined): boolean {
  return /^application\/json(;|$)/i.test(contentType ?? '');
}

function readBearer(request: FastifyRequest): string {
  const [, credential] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (credential === undefined) throw new BrokerError('ERR_KEY_MISSING');
  return credential;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
    paymentSession: PaymentSession | null;
  }
}
