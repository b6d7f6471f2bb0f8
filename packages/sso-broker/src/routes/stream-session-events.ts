import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { BrokerError } from '../errors.ts';
import { sessionOf } from '../plugins/authenticate.ts';
import { addressGroupOf } from '../plugins/caller-address.ts';
import { refuseUnderLoad } from '../plugins/refuse-under-load.ts';
import { viewOf } from '../session/view.ts';
import type { RouteContext } from './route-context.ts';
import { hostOrPage, refusals, SessionPath } from './schemas.ts';

const schema = {
  operationId: 'streamSessionEvents',
  summary: 'Follow a payment session by server-sent events',
  security: hostOrPage,
  params: SessionPath,
  response: {
    200: {
      description: 'Current state, then each change',
      content: { 'text/event-stream': { schema: Type.Unsafe<Readable>(Type.String()) } },
    },
    ...refusals,
  },
};

const config = { isStream: true };

export function streamSessionEvents({ app, engine, guards, streams, shedder }: RouteContext): void {
  const onRequest = [refuseUnderLoad(shedder, 'event_streams'), guards.session('sessions:read')];
  app.get('/v1/payment-sessions/:id/events', { schema, config, onRequest }, async (request, reply) => {
    const { id } = sessionOf(request).terms;
    const caller = { address: addressGroupOf(request), lastEventId: readLastEventId(request.headers['last-event-id']) };
    const stream = await streams.open(id, caller, async () => {
      const session = await engine.get(id);
      if (session === undefined) throw new BrokerError('ERR_SESSION_UNKNOWN');
      return viewOf(session);
    });
    return reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(stream);
  });
}

/** Anything that is not one of our sequences means that the page has seen nothing. */
function readLastEventId(header: string | string[] | undefined): number {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : 0;
}
