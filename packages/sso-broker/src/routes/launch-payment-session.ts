import { Launch, LaunchRequest } from '@collect-payment/contract';
import { originOf, sessionOf } from '../plugins/authenticate.ts';
import { refuseLaunch } from './refuse-launch.ts';
import type { RouteContext } from './route-context.ts';
import { hostOrPage, refusals, SessionPath } from './schemas.ts';

const schema = {
  operationId: 'launchPaymentSession',
  summary: 'Sign on to InstaMed, and get the page to open',
  security: hostOrPage,
  params: SessionPath,
  body: LaunchRequest,
  response: { 200: Launch, ...refusals },
};

export function launchPaymentSession({ app, engine, guards, clock }: RouteContext): void {
  app.post('/v1/payment-sessions/:id/launch', { schema, onRequest: guards.session('sessions:create') }, async (request) => {
    const { display: wanted = 'popup', insteadOf } = request.body;
    const insteadOfMs = insteadOf === undefined ? undefined : Date.parse(insteadOf);
    const result = await engine.launch(sessionOf(request).terms.id, wanted, originOf(request), insteadOfMs);
    if (result.type !== 'launched') throw refuseLaunch(result, clock.nowMs());
    const { url, display, reused, opening } = result;
    return { url, display, reused, opening, tokenExpiresAt: new Date(result.tokenExpiresAtMs).toISOString() };
  });
}
