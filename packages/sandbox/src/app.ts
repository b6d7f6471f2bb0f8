import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import { registerControl } from './control/control-routes.ts';
import { registerNvp } from './nvp/nvp-route.ts';
import { registerPaymentService } from './payment-service/payment-service-route.ts';
import { takeBodiesAsBytes } from './request-body.ts';
import type { Sandbox } from './sandbox.ts';
import { SandboxError } from './sandbox-error.ts';
import { registerAssets } from './screens/asset-routes.ts';
import { registerIndex } from './screens/index-page.ts';
import { registerRest } from './rest/rest-route.ts';
import { registerScreens } from './screens/screen-routes.ts';
import { sendSecurityHeaders } from './security-headers.ts';
import { registerSoap } from './soap/soap-route.ts';
import { registerMetadata } from './sso/saml/metadata-route.ts';
import { registerAcs } from './sso/acs-route.ts';

/** Everything the sandbox answers, in reading order: what InstaMed has, then what only a sandbox has. */
export function createApp(sandbox: Sandbox): FastifyInstance {
  // A fault may leave requests unanswered: closing must not wait for them.
  const app = fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true, routerOptions: { maxParamLength: 200 } });
  takeBodiesAsBytes(app);
  sendSecurityHeaders(app);
  registerAcs(app, sandbox);
  registerSoap(app, sandbox);
  registerNvp(app, sandbox);
  registerPaymentService(app, sandbox);
  registerRest(app, sandbox);
  registerScreens(app, sandbox);
  registerAssets(app);
  registerIndex(app, sandbox);
  registerMetadata(app, sandbox);
  registerControl(app, sandbox);

  app.setNotFoundHandler((_request, reply) => {
    const error = new SandboxError('ERR_SANDBOX_ROUTE_UNKNOWN');
    return reply.code(error.status).send(errorBody(error));
  });
  app.setErrorHandler((error: FastifyError | SandboxError, _request, reply) => {
    if (error instanceof SandboxError) return reply.code(error.status).send(errorBody(error));
    const status = error.statusCode ?? 500;
    if (status >= 500) sandbox.log.error({ event: 'error', name: error.name, stack: error.stack });
    // Fastify's own refusals: broken JSON, a body too large, a media type nobody reads.
    return reply
      .code(status)
      .send({ error: { code: status < 500 ? error.code : 'ERR_SANDBOX_INTERNAL', message: 'The request could not be served.' } });
  });
  return app;
}

const errorBody = ({ code, message, param, problems }: SandboxError) => ({
  error: { code, message, ...(param !== undefined && { param }), ...(problems !== undefined && { problems }) },
});
